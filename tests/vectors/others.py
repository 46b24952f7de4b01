#!/usr/bin/python3
"""others.py - do other people's libraries agree with our vectors?

Starts others.mjs, which speaks TAP, with packages from npm that know nothing
of Placet: they go to the build tree, and so does a Node if the system's is
too old for them.
"""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "lib"))
import node  # noqa: E402


def main():
    build = os.environ["PLACET_BUILD"]
    env = dict(
        os.environ,
        PLACET_NODE_MODULES=node.packages(
            HERE, os.path.join(build, "vectors")),
        PLACET_CHECK=os.path.join(build, "tests", "vectors", "check"))
    return subprocess.run(
        [node.node(build), os.path.join(HERE, "others.mjs")], env=env,
        timeout=600, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
