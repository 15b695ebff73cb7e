"""How fast donebook is, next to other engines. `make bench` runs it; see docs/speed.md."""

from bench.playbooks import make_playbook

__all__ = ["make_playbook"]
