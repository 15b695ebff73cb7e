"""A code host on this machine: the parts of GitHub's and GitLab's API that the page of forms asks, over a real repository."""
