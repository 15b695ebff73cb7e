"""The parts of GitHub's API that Sveltia CMS 0.221.1 asks, as GitHub documents them."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from code_host.graphql import NoAnswer
from code_host.host import DAY, NAME, OWNER, Answer, Asked, Host, Request

_USER = {"id": 7, "databaseId": 7, "login": "eve", "name": "Eve Editor", "email": "eve@example.org", "avatar_url": "", "avatarUrl": "", "html_url": "https://github.com/eve"}  # fmt: skip
_REPO = f"/api/v3/repos/{OWNER}/{NAME}"


@dataclass
class GitHub(Host):
    """GitHub with one repository. Its mutations are done, its fields are those that are asked for."""

    def token_of(self, header: str) -> str:
        return header.removeprefix("token ")

    @property
    def routes(self) -> Mapping[str, Callable[..., Answer]]:
        return _ROUTES

    # GraphQL

    @property
    def roots(self) -> dict[str, Any]:
        return {
            "query": {"repository": self._repository},
            "mutation": {
                "createRef": self._create_ref,
                "createCommitOnBranch": self._commit,
                "markPullRequestReadyForReview": partial(self._draft, is_draft=False),
                "convertPullRequestToDraft": partial(self._draft, is_draft=True),
            },
        }

    def _repository(self, owner: str, name: str) -> dict[str, Any] | None:
        if (owner, name) != (OWNER, NAME):
            return None
        return {
            "id": "R_1",
            "defaultBranchRef": {"name": "main"},
            "ref": self._ref,
            "object": self._object,
            "pullRequests": self._pull_requests,
            "deployments": {"nodes": []},
        }

    def _ref(self, qualifiedName: str) -> dict[str, Any] | None:  # noqa: N803 - as the API calls it
        head = self.repository.head(qualifiedName)
        return {"name": qualifiedName, "target": self._graph_commit(head)} if head else None

    def _graph_commit(self, commit: str) -> dict[str, Any]:
        (one,) = self.repository.last(commit)
        return {
            "__typename": "Commit",
            "oid": one.name,
            "message": one.message,
            "committedDate": one.day,
            "author": {**_USER, "user": _USER},
            "history": partial(self._history, commit),
            "file": lambda path: {"oid": self.repository.blob(f"{commit}:{path}")},
            "status": None,
            "checkSuites": lambda **_: {"nodes": []},
            "deployments": lambda **_: {"nodes": []},
        }

    def _history(self, commit: str, first: int, path: str = "") -> dict[str, Any]:
        found = self.repository.last(commit, path, first)
        return {"nodes": [self._graph_commit(one.name) for one in found]}

    def _object(self, oid: str = "", expression: str = "") -> dict[str, Any] | None:
        name = self.repository.blob(oid or expression)
        if name is None:
            return None
        text = self.repository.text(name)
        if text is None:
            return self._graph_commit(name)
        return {
            "__typename": "Blob",
            "oid": name,
            "byteSize": len(text.encode()),
            "isBinary": False,
            "isTruncated": False,
            "text": text,
        }

    def _pull_requests(self, labels: Any = None, headRefName: str = "", **_: Any) -> dict[str, Any]:  # noqa: N803 - as the API calls it
        found = [
            one
            for one in self.open()
            if (labels is None or {*labels} & {*one.labels}) and headRefName in ("", one.branch)
        ]
        return {"totalCount": len(found), "nodes": [self._graph_request(one) for one in found]}

    def _graph_request(self, one: Request) -> dict[str, Any]:
        changed = self.repository.changed(one.base, one.branch)
        kinds = {"A": "ADDED", "M": "MODIFIED", "D": "DELETED"}
        files = [{"path": path, "changeType": kinds[how]} for path, how in changed.items()]
        return {
            "id": f"PR_{one.number}",
            "number": one.number,
            "title": one.title,
            "url": f"https://github.com/{OWNER}/{NAME}/pull/{one.number}",
            "isDraft": one.is_draft,
            "isCrossRepository": False,
            "createdAt": DAY,
            "updatedAt": DAY,
            "headRefName": one.branch,
            "headRefOid": self.repository.head(one.branch),
            "author": {**_USER, "__typename": "User"},
            "labels": lambda **_: {"nodes": [{"name": name} for name in one.labels]},
            "files": lambda **_: {"nodes": files},
        }

    def _create_ref(self, input: dict[str, str]) -> dict[str, Any]:  # noqa: A002 - as the API calls it
        branch = input["name"].removeprefix("refs/heads/")
        if self.repository.head(branch):
            raise NoAnswer(f'A ref named "{input["name"]}" already exists in the repository.')
        self.repository.point(branch, input["oid"])
        return {"ref": {"name": branch}}

    def _commit(self, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
        branch, changes = input["branch"]["branchName"], input["fileChanges"]
        head = self.repository.head(branch)
        if head != input["expectedHeadOid"]:
            raise NoAnswer(f"Expected branch to point to \"{input['expectedHeadOid']}\" but it did not. Pull and try again.")  # fmt: skip
        put = {one["path"]: base64.b64decode(one["contents"]) for one in changes["additions"]}
        gone = [one["path"] for one in changes["deletions"]]
        made = self.repository.commit(str(head), input["message"]["headline"], put, gone)
        self.repository.point(branch, made)
        return {"commit": self._graph_commit(made)}

    def _draft(self, input: dict[str, str], *, is_draft: bool) -> dict[str, Any]:  # noqa: A002
        one = self.numbered(input["pullRequestId"].removeprefix("PR_"))
        one.is_draft = is_draft
        return {"pullRequest": {"isDraft": is_draft}}

    # REST

    def tree(self, _: Asked, commit: str) -> Answer:
        files = [{"type": "blob", "path": f.path, "sha": f.blob, "size": f.size} for f in self.repository.files(commit)]  # fmt: skip
        return Answer(200, {"sha": commit, "tree": files, "truncated": False})

    def blob(self, _: Asked, name: str) -> Answer:
        return Answer(200, self.repository.text(name))

    def open_request(self, asked: Asked) -> Answer:
        body = asked.body
        if any(one.branch == body["head"] for one in self.open()):
            return Answer(422, {"message": "Validation Failed", "errors": [{"message": f"A pull request already exists for {OWNER}:{body['head']}."}]})  # fmt: skip
        if body["draft"] and not self.knows_drafts:
            return Answer(422, {"message": "Draft pull requests are not supported in this repository."})  # fmt: skip
        if not self.repository.changed(body["base"], body["head"]):
            return Answer(422, {"message": "No commits between main and the branch"})
        made = self.begin(body["title"], body["head"], body["base"], is_draft=body["draft"])
        return Answer(201, self._told_request(made))

    def _told_request(self, one: Request) -> dict[str, Any]:
        return {
            "number": one.number,
            "node_id": f"PR_{one.number}",
            "title": one.title,
            "state": one.state,
            "draft": one.is_draft,
            "html_url": f"https://github.com/{OWNER}/{NAME}/pull/{one.number}",
            "head": {"sha": self.repository.head(one.branch)},
            "created_at": DAY,
            "updated_at": DAY,
            "labels": [{"name": name} for name in one.labels],
        }

    def close(self, asked: Asked, number: str) -> Answer:
        one = self.numbered(number)
        one.state = asked.body["state"]
        return Answer(200, self._told_request(one))

    def merge(self, asked: Asked, number: str) -> Answer:
        one = self.numbered(number)
        if one.is_draft:
            return Answer(405, {"message": "Pull Request is still a draft"})
        merged = self.repository.merge(one.branch, one.base, asked.body["commit_title"])
        one.state = "merged"
        return Answer(200, {"sha": merged, "merged": True})

    def issue(self, asked: Asked, number: str) -> Answer:
        one = self.numbered(number)
        if asked.method == "PATCH":
            one.labels = list(asked.body["labels"])
        return Answer(200, self._told_request(one))

    def label(self, asked: Asked, number: str) -> Answer:
        one = self.numbered(number)
        one.labels += [name for name in asked.body["labels"] if name not in one.labels]
        return Answer(200, [{"name": name} for name in one.labels])

    def reference(self, asked: Asked, branch: str) -> Answer:
        if asked.method == "PATCH":
            self.repository.point(branch, asked.body["sha"])
            return Answer(200, {"ref": f"refs/heads/{branch}"})
        self.repository.delete(branch)
        return Answer(204)


_ROUTES: dict[str, Callable[..., Answer]] = {
    r"GET /api/v3/user": lambda _host, _asked: Answer(200, _USER),
    rf"GET {_REPO}/collaborators/eve": lambda _host, _asked: Answer(204),
    rf"GET {_REPO}/git/trees/([0-9a-f]+)": GitHub.tree,
    rf"GET {_REPO}/git/blobs/([0-9a-f]+)": GitHub.blob,
    rf"POST {_REPO}/pulls": GitHub.open_request,
    rf"PATCH {_REPO}/pulls/(\d+)": GitHub.close,
    rf"PUT {_REPO}/pulls/(\d+)/merge": GitHub.merge,
    rf"(?:GET|PATCH) {_REPO}/issues/(\d+)": GitHub.issue,
    rf"POST {_REPO}/issues/(\d+)/labels": GitHub.label,
    rf"(?:PATCH|DELETE) {_REPO}/git/refs/heads/(.+)": GitHub.reference,
}
