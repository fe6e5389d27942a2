#!/usr/bin/env python3
"""Run, test, check, measure and build Placet from a bare checkout.

Needs Python 3.11 or later with pip. The rest goes into `.venv` in the checkout, from the hashed lock files.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
PIP_INSTALL: list[str | Path] = [
    PYTHON,
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--no-input",
]
LOCKS = {
    "run": ROOT / "packaging" / "requirements.lock",
    "dev": ROOT / "packaging" / "requirements-dev.lock",
    "bench": ROOT / "packaging" / "requirements-bench.lock",
}
LIBRARIES = {  # what Qt loads from the system -> Debian's package for it
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
TOOLS = {"openssl": "openssl", "pdftotext": "poppler-utils", "pdfsig": "poppler-utils", "qpdf": "qpdf"}


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - a bare machine may well run this with an older Python
        return fail(f"Placet needs Python 3.11 or later; this is {sys.version.split()[0]}. Run it with a newer one.")
    if argv is None:
        argv = sys.argv[1:]
    options, rest = parser().parse_known_args(argv)
    if rest and options.command not in ("test", "run"):
        parser().error("unrecognized arguments: " + " ".join(rest))
    try:
        return int(options.act(options, rest))
    except subprocess.CalledProcessError as error:
        return fail(f"`{shown(error.cmd)}` ended with exit code {error.returncode}; its message is above.")
    except OSError as error:
        return fail(f"{error.strerror}: {error.filename}. Check that this folder may be written to and has room.")
    except KeyboardInterrupt:
        return fail("Stopped.", code=130)


def parser() -> argparse.ArgumentParser:
    """Describe the commands."""
    top = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    demo_command = commands.add_parser("demo", help="do the main job on the sample register, then open it")
    demo_command.add_argument("--out", type=Path, default=Path("placet-demo"), help="where to put what is made")
    demo_command.add_argument("--no-window", action="store_true", help="do not open the window afterwards")
    demo_command.set_defaults(act=demo)
    test_command = commands.add_parser("test", help="run the tests; further arguments go to pytest")
    test_command.add_argument("--slow", action="store_true", help="run the slow tests instead of the quick ones")
    test_command.set_defaults(act=test)
    check_command = commands.add_parser("check", help="lint, format, types, imports, packs, dependencies, tests")
    check_command.add_argument("--without-tests", action="store_true", help="leave the tests to another command")
    check_command.set_defaults(act=check)
    for name, act, text in (
        ("run", run, "open the window; further arguments go to it"),
        ("bench", bench, "measure, against other programs where there are any"),
        ("build", build, "build the wheel into dist"),
        ("lock", lock, "work out the lock files anew"),
    ):
        commands.add_parser(name, help=text).set_defaults(act=act)
    return top


def demo(options: argparse.Namespace, _rest: list[str]) -> int:
    """Do the main job on the sample, then open the register where there is a screen."""
    prepare()
    out = options.out.resolve()
    code = call([SCRIPTS / "placet", "demo", "--out", out, "--no-window"])
    if code or options.no_window:
        return code
    if not has_screen():
        say("There is no screen here, so the window stays closed.")
        return 0
    registers = sorted(out.glob("*.placet"))
    return call([SCRIPTS / "placet-app", *registers[:1]])


def run(_options: argparse.Namespace, rest: list[str]) -> int:
    """Open the window."""
    prepare()
    return call([SCRIPTS / "placet-app", *rest])


def test(options: argparse.Namespace, rest: list[str]) -> int:
    """Run the tests off the screen."""
    prepare(need_tools=True)
    return call([PYTHON, "-m", "pytest", *(["-m", "slow"] if options.slow else []), *rest], offscreen=True)


def check(options: argparse.Namespace, _rest: list[str]) -> int:
    """Run every check, the tests last, and say which failed."""
    prepare(need_tools=True)
    steps: dict[str, list[str | Path]] = {
        "lint": [SCRIPTS / "ruff", "check", "."],
        "format": [SCRIPTS / "ruff", "format", "--check", "."],
        "types": [PYTHON, "-m", "mypy"],
        "imports": [SCRIPTS / "lint-imports"],
        "packs": [SCRIPTS / "placet", "pack", "check"],
        "dependencies": [SCRIPTS / "deptry", "."],
        "tests": [PYTHON, "-m", "pytest"],
    }
    if options.without_tests:
        del steps["tests"]
    results: dict[str, tuple[int, float]] = {}
    for name, command in steps.items():
        started = time.monotonic()
        results[name] = (call(command, offscreen=True), time.monotonic() - started)
    for name, (code, seconds) in results.items():
        say(f"{name:<14}{'ok' if code == 0 else 'FAILED':<8}{seconds:6.1f} s")
    return int(any(code for code, _ in results.values()))


def bench(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Run every script under tests/bench and print what it measures."""
    prepare(lock="bench")
    scripts = sorted((ROOT / "tests" / "bench").glob("bench_*.py"))
    return max([call([PYTHON, script], offscreen=True) for script in scripts], default=1)


def build(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Build the wheel."""
    prepare()
    return call([PYTHON, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", ROOT / "dist", ROOT])


def lock(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Write the lock files for Linux, macOS and Windows from pyproject.toml."""
    prepare()
    must([PYTHON, "-m", "pip", "install", "--quiet", "uv"])
    os.environ["UV_CUSTOM_COMPILE_COMMAND"] = "python3 packaging/dev.py lock"
    options = "pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate"
    compile_lock: list[str | Path] = [PYTHON, "-m", "uv", *options.split(), ROOT / "pyproject.toml"]
    must([*compile_lock, "-o", LOCKS["run"]])
    must([*compile_lock, "--group", "dev", "-c", LOCKS["run"], "-o", LOCKS["dev"]])
    must([*compile_lock, "--group", "dev", "--group", "bench", "-c", LOCKS["dev"], "-o", LOCKS["bench"]])
    return 0


def prepare(lock: str = "dev", need_tools: bool = False) -> None:
    """Make the environment, or leave it when it is as the lock and pyproject.toml say."""
    install_system_packages(missing_packages(need_tools))
    if not PYTHON.exists() or not is_current("dev", LOCKS["dev"]):
        make_environment()
    if lock != "dev" and not is_current(lock, LOCKS[lock]):
        install_lock(lock)
    if not is_current("project", ROOT / "pyproject.toml"):
        must([*PIP_INSTALL, "--no-deps", "--no-build-isolation", "--editable", ROOT])
        mark("project", ROOT / "pyproject.toml")
    compile_packs()


def compile_packs() -> None:
    """Compile the packs when their YAML has moved on, so that no process pays for parsing it."""
    sources = sorted((ROOT / "resources" / "packs").glob("**/*.yaml"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    marker = ROOT / "resources" / "packs" / "compiled" / "sources.sha256"
    if marker.exists() and marker.read_text(encoding="ascii") == digest:
        return
    if call([PYTHON, "-m", "placet.packs.build"]) == 0:
        marker.write_text(digest, encoding="ascii")


def fingerprint(source: Path) -> str:
    """Identify what something was installed from: its source, this Python, this checkout."""
    return hashlib.sha256(f"{sys.version} {ROOT} ".encode() + source.read_bytes()).hexdigest()


def is_current(name: str, source: Path) -> bool:
    """Tell whether what a marker stands for was installed from the source as it is now."""
    marker = VENV / f"installed-{name}"
    return marker.exists() and marker.read_text(encoding="ascii") == fingerprint(source)


def mark(name: str, source: Path) -> None:
    """Note what has been installed; written last, so that a half-made environment is made again."""
    (VENV / f"installed-{name}").write_text(fingerprint(source), encoding="ascii")


def make_environment() -> None:
    """Build `.venv` from nothing."""
    say("Making the environment in .venv (a few minutes the first time, nothing after that)")
    try:
        import ensurepip  # noqa: F401 - Debian ships Python without it
    except ImportError:
        install_system_packages([f"python3.{sys.version_info.minor}-venv"])
    if VENV.exists():
        shutil.rmtree(VENV)
    must([sys.executable, "-m", "venv", VENV])
    install_lock("dev")


def install_lock(lock: str) -> None:
    """Install the exact wheels of a lock file."""
    must([*PIP_INSTALL, "--require-hashes", "-r", LOCKS[lock]])
    mark(lock, LOCKS[lock])


def missing_packages(need_tools: bool) -> list[str]:
    """Name the Debian packages whose libraries or tools this machine lacks."""
    if not sys.platform.startswith("linux"):
        return []
    missing = {package for library, package in LIBRARIES.items() if not loads(library)}
    if need_tools:
        missing |= {package for tool, package in TOOLS.items() if shutil.which(tool) is None}
    return sorted(missing)


def loads(library: str) -> bool:
    """Tell whether the system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_system_packages(packages: list[str]) -> None:
    """Install Debian packages where that is allowed, else print the line that does it."""
    if not packages:
        return
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    may = shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0
    if may:
        say(f"Installing system packages: {' '.join(packages)}")
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        codes = [
            subprocess.run(command.split(), check=False, stdout=subprocess.DEVNULL).returncode
            for command in ("apt-get update -q", line)
        ]
        if codes[-1] == 0:
            return
    say(f"This machine lacks system packages that Placet uses. On Debian or Ubuntu: sudo {line}")


def has_screen() -> bool:
    """Tell whether a window can be shown."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def call(command: Sequence[str | Path], *, offscreen: bool = False) -> int:
    """Run a command in the checkout, say so, and return its exit code."""
    say("$ " + shown(command))
    environment = dict(os.environ)
    if offscreen:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.run([str(part) for part in command], check=False, cwd=ROOT, env=environment).returncode


def must(command: Sequence[str | Path]) -> None:
    """Run a command and stop when it fails."""
    say("$ " + shown(command))
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


def shown(command: Sequence[str | Path]) -> str:
    """Write a command as a person would type it in the checkout."""
    return " ".join(str(part).replace(f"{ROOT}{os.sep}", "") for part in command)


def say(text: str) -> None:
    """Print at once, so that it stands before what the next program prints."""
    print(text, flush=True)


def fail(text: str, code: int = 1) -> int:
    """Print an error and return its exit code."""
    print(text, file=sys.stderr, flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
