"""An option that says where the site is on the web."""

import click

from donebook.config import web_address


def _read(ctx: click.Context, param: click.Parameter, address: str | None) -> str | None:
    """An address that the settings could name, too; an empty one is none."""
    del ctx, param
    try:
        return web_address(address) if address else None
    except ValueError:
        raise click.BadParameter(
            f'"{address}" is not a full address, such as https://playbook.example.org/.'
        ) from None


address_option = click.option(
    "--address",
    callback=_read,
    metavar="URL",
    help="Where the site will be on the web. An `address` in the settings goes before it.",
)
