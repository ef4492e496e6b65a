"""Checks of the machine that the project is about to use: processor, disk, ports.

Standard library only and Python 3.7. Every check raises `Problem` with what is wrong and what
to do, and changes nothing.
"""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sys
from pathlib import Path

from tools.console import Problem

ROOT = Path(__file__).resolve().parent.parent
GIGABYTE = 1024**3


def check_system() -> None:
    """Refuse systems that nobody has tried: the supervisor relies on Linux."""
    if sys.platform != "linux":
        raise Problem(f"村能办只在 Linux 上运行，这台机器是 {platform.system()}。")


def check_processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> None:
    """Refuse an x86 processor without AVX: TensorFlow would die with "Illegal instruction"."""
    if platform.machine() not in ("x86_64", "AMD64"):
        return
    flags = [line for line in cpuinfo.read_text(encoding="utf-8").splitlines() if line.startswith("flags")]
    if flags and "avx" not in flags[0].split():
        raise Problem(
            "这台机器的处理器没有 AVX 指令，Rasa 用的 TensorFlow 跑不起来，请换一台 2011 年以后的机器。"
        )


def check_disk(gigabytes: float, folder: Path = ROOT) -> None:
    """Refuse to begin when less than `gigabytes` are free on the disk of `folder`."""
    free = shutil.disk_usage(str(folder)).free / GIGABYTE
    if free < gigabytes:
        raise Problem(
            f"磁盘空间不够：{folder} 所在的磁盘只剩 {free:.1f} GB，需要 {gigabytes:g} GB，请清理后再试。"
        )


def check_writable(folder: Path) -> None:
    """Refuse a folder that cannot be made or written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"建不了文件夹 {folder}（{error.strerror}），请检查权限和磁盘。") from error
    if not os.access(str(folder), os.W_OK):
        raise Problem(f"文件夹 {folder} 不能写，请检查权限。")


def port_is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen on `host:port` now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port of the loopback address that is free now, of the system's choice."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def check_port(host: str, port: int, variable: str = "CNB_PORT") -> None:
    """Refuse a public address that is taken or that this machine does not have."""
    if not port_is_free(host, port):
        raise Problem(
            f"{host}:{port} 用不了：端口 {port} 已被别的程序占用，或者本机没有这个地址。"
            f"换一个端口再试，例如 {variable}={free_port()} make run。"
        )
