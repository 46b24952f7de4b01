#!/usr/bin/python3
"""httpsig.py - do other people's libraries agree with our HTTP signatures?

Starts httpsig.mjs, which speaks TAP, with the packages that others.py uses.
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
        PLACET_HTTPSIG=os.path.join(build, "tests", "vectors", "httpsig"))
    return subprocess.run(
        [node.node(build), os.path.join(HERE, "httpsig.mjs")], env=env,
        timeout=600, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
