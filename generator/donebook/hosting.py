"""What a host does with a site: the headers that it sends, and settings of servers that say so."""

from collections.abc import Iterator, Sequence

FORMS_AT = "/edit/"
# A name and a password as a browser sends them (RFC 7617): "rep" and "change me", to be replaced.
_EXAMPLE = "cmVwOmNoYW5nZSBtZQ=="


def headers(embed_in: Sequence[str], *, is_public: bool) -> tuple[tuple[str, str], ...]:
    """Names and values of what goes out with each file, so that only these sites frame pages.

    Where search engines are not let in, each file says so: only pages could say it themselves.

    A page can't say these itself (W3C, Content Security Policy Level 3). X-Frame-Options names no
    other site (RFC 7034), so it stands only where nobody may.
    """
    frames = " ".join(("'self'", *embed_in)) if embed_in else "'none'"
    return (
        ("Content-Security-Policy", f"frame-ancestors {frames}"),
        ("X-Content-Type-Options", "nosniff"),
        *(() if embed_in else (("X-Frame-Options", "DENY"),)),
        ("Referrer-Policy", "no-referrer"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        *(() if is_public else (("X-Robots-Tag", "noindex, nofollow"),)),
    )


def headers_file(embed_in: Sequence[str], *, is_public: bool, forms: str | None = None) -> str:
    """The same as `_headers` for hosts that read such a file; no browser keeps the worker unasked.

    The page of `forms` has a policy of its own, besides what goes out with each file. Nobody may frame it.
    """
    lines = (f"  {name}: {value}" for name, value in headers(embed_in, is_public=is_public))
    own = (
        (f"{FORMS_AT}*", f"  Content-Security-Policy: {forms}; frame-ancestors 'none'")
        if forms
        else ()
    )
    return "\n".join(("/*", *lines, "/sw.js", "  Cache-Control: no-cache", *own, ""))


def nginx(embed_in: Sequence[str], *, is_public: bool) -> Iterator[str]:
    """Settings of a server behind a password, line by line.

    `expires` instead of `add_header` in a place of its own: that one would leave out all others.
    """
    yield "server {"
    yield "  listen 443 ssl;"
    yield "  server_name playbook.example.com;"
    yield "  ssl_certificate /etc/ssl/playbook.pem;"
    yield "  ssl_certificate_key /etc/ssl/playbook.key;"
    yield "  root /srv/playbook/site;"
    yield "  error_page 404 /404.html;"
    yield "  gzip on;"
    yield "  gzip_types text/css application/javascript application/json image/svg+xml;"
    yield '  auth_basic "Sales playbook";'
    yield "  auth_basic_user_file /etc/nginx/playbook.users;"
    for name, value in headers(embed_in, is_public=is_public):
        yield f'  add_header {name} "{value}" always;'
    yield "  location = /sw.js { expires -1; }"
    yield "  location = /manifest.webmanifest { default_type application/manifest+json; }"
    yield '  location ~ \\.md$ { default_type "text/markdown; charset=utf-8"; }'
    yield "  location = /_headers { return 404; }"
    yield "}"


def cloudfront_function() -> Iterator[str]:
    """A CloudFront Function for viewer requests: a password, and the page of a folder."""
    yield "function handler(event) {"
    yield "  var request = event.request;"
    yield "  var given = request.headers.authorization;"
    yield "  // name:password in Base64; this is rep:change me"
    yield f'  if (!given || given.value !== "Basic {_EXAMPLE}") {{'
    yield "    return {"
    yield '      statusCode: 401, statusDescription: "Unauthorized",'
    yield '      headers: { "www-authenticate": { value: \'Basic realm="Playbook"\' } }'
    yield "    };"
    yield "  }"
    yield '  if (request.uri.endsWith("/")) request.uri += "index.html";'
    yield "  return request;"
    yield "}"
