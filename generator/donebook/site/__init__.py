"""From a playbook to the published site: generate, run the engine, finish, publish."""
