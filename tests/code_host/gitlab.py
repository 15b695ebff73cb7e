"""The parts of GitLab's API that Sveltia CMS 0.221.1 asks, as GitLab documents them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote

from code_host.host import DAY, NAME, OWNER, Answer, Asked, Host, Request

_USER = {"id": 7, "username": "eve", "name": "Eve Editor", "email": "eve@example.org", "avatar_url": "", "web_url": "https://gitlab.com/eve", "bot": False}  # fmt: skip
_PROJECT = f"/api/v4/projects/{OWNER}%2F{NAME}"
_DRAFT = "Draft: "


@dataclass
class GitLab(Host):
    """GitLab with one project."""

    not_found: ClassVar[str] = "404 Not Found"

    def token_of(self, header: str) -> str:
        return header.removeprefix("Bearer ")

    @property
    def roots(self) -> Mapping[str, Any]:
        return {"query": {"project": self._project}}

    @property
    def routes(self) -> Mapping[str, Callable[..., Answer]]:
        return _ROUTES

    def _project(self, fullPath: str) -> dict[str, Any] | None:  # noqa: N803 - as the API calls it
        if fullPath != f"{OWNER}/{NAME}":
            return None
        return {"repository": {"rootRef": "main", "tree": self._tree, "blobs": self._blobs}}

    def _tree(self, ref: str, **_: Any) -> dict[str, Any] | None:
        head = self.repository.head(ref)
        if head is None:
            return None
        (one,) = self.repository.last(head)
        files = [{"type": "blob", "path": f.path, "sha": f.blob} for f in self.repository.files(head)]  # fmt: skip
        page = {"nodes": files, "pageInfo": {"endCursor": "", "hasNextPage": False}}
        last = {"sha": one.name, "message": one.message}
        return {"lastCommit": last, "blobs": lambda **_: page}

    def _blobs(self, ref: str, paths: list[str]) -> dict[str, Any]:
        files = {file.path: file for file in self.repository.files(str(self.repository.head(ref)))}
        found = [files[path] for path in paths if path in files]
        return {
            "nodes": [
                {
                    "path": one.path,
                    "oid": one.blob,
                    "size": one.size,
                    "rawTextBlob": self.repository.text(one.blob),
                }
                for one in found
            ]
        }

    def commits(self, asked: Asked) -> Answer:
        body, repository = asked.body, self.repository
        head = repository.head(body["branch"])
        if head and "start_branch" in body:
            return Answer(400, {"message": f"A branch called '{body['branch']}' already exists."})
        onto = head or str(repository.head(body["start_branch"]))
        put = {one["file_path"]: one["content"].encode() for one in body["actions"] if one["action"] != "delete"}  # fmt: skip
        gone = [one["file_path"] for one in body["actions"] if one["action"] == "delete"]
        made = repository.commit(onto, body["commit_message"], put, gone)
        repository.point(body["branch"], made)
        return Answer(201, {"id": made, "committed_date": DAY})

    def listed(self, asked: Asked) -> Answer:
        query = parse_qs(asked.query)
        labels, branches = query.get("labels"), query.get("source_branch")
        found = [
            one
            for one in self.open()
            if (not labels or labels[0] in one.labels)
            and (not branches or branches[0] == one.branch)
        ]
        return Answer(200, [self._told_request(one) for one in found])

    def open_request(self, asked: Asked) -> Answer:
        body = asked.body
        if any(one.branch == body["source_branch"] for one in self.open()):
            return Answer(409, {"message": ["Another open merge request already exists for this source branch"]})  # fmt: skip
        title = body["title"]
        made = self.begin(title, body["source_branch"], body["target_branch"], is_draft=title.startswith(_DRAFT))  # fmt: skip
        made.labels = body["labels"].split(",")
        return Answer(201, self._told_request(made))

    def _told_request(self, one: Request) -> dict[str, Any]:
        return {
            "id": 100 + one.number,
            "iid": one.number,
            "title": one.title,
            "state": "opened" if one.state == "open" else one.state,
            "web_url": f"https://gitlab.com/{OWNER}/{NAME}/-/merge_requests/{one.number}",
            "source_branch": one.branch,
            "sha": self.repository.head(one.branch),
            "labels": one.labels,
            "author": _USER,
            "created_at": DAY,
            "updated_at": DAY,
            "detailed_merge_status": "mergeable",
        }

    def request(self, asked: Asked, number: str) -> Answer:
        one, body = self.numbered(number), asked.body or {}
        if "title" in body:
            one.title, one.is_draft = body["title"], body["title"].startswith(_DRAFT)
            gone = body["remove_labels"].split(",")
            kept = [name for name in one.labels if name not in gone]
            one.labels = list(dict.fromkeys((*kept, body["add_labels"])))
        if body.get("state_event") == "close":
            one.state = "closed"
        return Answer(200, self._told_request(one))

    def diffs(self, _: Asked, number: str) -> Answer:
        one = self.numbered(number)
        changed = self.repository.changed(one.base, one.branch)
        told = [{"old_path": path, "new_path": path, "deleted_file": how == "D", "renamed_file": False} for path, how in changed.items()]  # fmt: skip
        return Answer(200, told)

    def merge(self, asked: Asked, number: str) -> Answer:
        one = self.numbered(number)
        if one.is_draft or asked.body.get("sha") != self.repository.head(one.branch):
            return Answer(405, {"message": "405 Method Not Allowed"})
        self.repository.merge(one.branch, one.base, asked.body["merge_commit_message"])
        self.repository.delete(one.branch)
        one.state = "merged"
        return Answer(200, {"state": "merged"})

    def branch(self, _: Asked, name: str) -> Answer:
        if not self.repository.head(unquote(name)):
            return Answer(404, {"message": "404 Branch Not Found"})
        self.repository.delete(unquote(name))
        return Answer(204)


_ROUTES: dict[str, Callable[..., Answer]] = {
    r"GET /api/v4/user": lambda _host, _asked: Answer(200, _USER),
    rf"GET {_PROJECT}/users": lambda _host, _asked: Answer(200, [_USER]),
    rf"POST {_PROJECT}/repository/commits": GitLab.commits,
    rf"GET {_PROJECT}/merge_requests": GitLab.listed,
    rf"POST {_PROJECT}/merge_requests": GitLab.open_request,
    rf"(?:GET|PUT) {_PROJECT}/merge_requests/(\d+)": GitLab.request,
    rf"GET {_PROJECT}/merge_requests/(\d+)/diffs": GitLab.diffs,
    rf"PUT {_PROJECT}/merge_requests/(\d+)/merge": GitLab.merge,
    rf"DELETE {_PROJECT}/repository/branches/(.+)": GitLab.branch,
}
