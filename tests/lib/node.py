"""node.py - a Node.js that is new enough, and npm packages for tests

Debian 12 has Node 18, and some packages want 20.  npm has Node itself as a
package, a plain program that needs no install script; it is fetched into the
build tree where the system's is too old.
"""
import os
import platform
import re
import shutil
import subprocess

AT_LEAST = (20, 19, 0)
PINNED = "22.23.3"  # a release with long-term support
ARCH = {"x86_64": "x64", "aarch64": "arm64"}


def new_enough(text):
    """Does `node --version` say a version that will do?"""
    match = re.fullmatch(r"v(\d+)\.(\d+)\.(\d+)", text.strip())
    return bool(match) and tuple(map(int, match.groups())) >= AT_LEAST


def _npm(folder, *args):
    done = subprocess.run(["npm", *args, "--ignore-scripts", "--no-audit",
                           "--no-fund"], cwd=folder, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=600)
    if done.returncode != 0:
        raise RuntimeError(f"npm {args[0]}: {done.stdout}")


def fetched(build):
    """Node out of the registry, once a build tree."""
    folder = os.path.join(build, "node")
    name = f"node-linux-{ARCH[platform.machine()]}"
    path = os.path.join(folder, "node_modules", name, "bin", "node")
    if not os.path.exists(path):
        os.makedirs(folder, exist_ok=True)
        _npm(folder, "install", "--no-save", f"{name}@{PINNED}")
    return path


def node(build):
    """The path of a Node that is new enough."""
    path = shutil.which("node")
    if path is not None:
        done = subprocess.run([path, "--version"], text=True, check=False,
                              stdout=subprocess.PIPE)
        if new_enough(done.stdout):
            return path
    return fetched(build)


def packages(source, folder):
    """Install what source/package-lock.json names; its node_modules."""
    os.makedirs(folder, exist_ok=True)
    wanted = os.path.join(source, "package-lock.json")
    stamp = os.path.join(folder, "installed.json")

    def read(path):
        with open(path, "rb") as f:
            return f.read()
    if not os.path.exists(stamp) or read(stamp) != read(wanted):
        for name in ("package.json", "package-lock.json"):
            shutil.copy(os.path.join(source, name), folder)
        _npm(folder, "ci")
        shutil.copy(wanted, stamp)
    return os.path.join(folder, "node_modules")
