"""Runs a command against a throwaway PostgreSQL: python -m tests.postgresql COMMAND ...

The cluster lives in a temporary folder, listens on a free loopback port, trusts whoever connects from this
machine and is gone when the command ends. PostgreSQL refuses to run as root, so root hands it to `postgres`.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def programs() -> Path:
    """The folder of the newest PostgreSQL's own programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    if initdb:
        return Path(initdb).parent
    sys.exit("PostgreSQL is not installed: apt-get install postgresql")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def main(command: list[str]) -> int:
    owner: dict[str, str] = {}
    folder = tempfile.mkdtemp(prefix="goldenthread-postgresql-")
    if os.getuid() == 0:
        owner = {"user": "postgres", "group": "postgres"}
        shutil.chown(folder, "postgres", "postgres")
    user = owner.get("user") or pwd.getpwuid(os.getuid()).pw_name
    port, bin_folder, data = free_port(), programs(), Path(folder) / "data"

    def run(*arguments: str) -> None:
        subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, cwd=folder, **owner)  # type: ignore[call-overload]

    try:
        run(f"{bin_folder}/initdb", "-D", str(data), "-A", "trust", "-U", user, "-E", "UTF8", "--no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run(f"{bin_folder}/pg_ctl", "-D", str(data), "-o", options, "-l", f"{folder}/log", "-w", "start")
        address = f"postgresql://{user}@127.0.0.1:{port}/postgres"
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode
    finally:
        subprocess.run(
            [f"{bin_folder}/pg_ctl", "-D", str(data), "-m", "immediate", "stop"],
            check=False,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **owner,
        )
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
