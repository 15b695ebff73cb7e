"""The playbook for assistants, over the Model Context Protocol: what they may ask, and what is answered.

Only `server.py` knows the protocol's SDK, which comes with the extra `donebook[mcp]`.
"""
