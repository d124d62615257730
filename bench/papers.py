"""What do 50 customers cost who open their papers at once? Seconds for all, and the most memory of the server.

The server has four threads here, as `make run` starts it.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

from bench import contracts
from bench.browser import Browser
from bench.figures import show
from bench.growth import FEW_CONTRACTS, database
from bench.server import most_memory, serving
from bench.wizard import OURS

AT_ONCE, THREADS = 50, 4
LIMIT_MIB = 400


def _all_at_once(port: int) -> float:
    browsers = [Browser(port) for _ in range(AT_ONCE)]
    for browser in browsers:
        contracts.log_in(browser)
    began = perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda browser: contracts.contents(browser, ""), browsers))
    return perf_counter() - began


def measure(folder: Path, times: int) -> bool:
    """Print the figures; give whether the memory stays within its limit."""
    environment = {**database(folder, FEW_CONTRACTS), "MADOGUCHI_LIMITER": "0"}
    with serving(environment, *OURS.application, threads=THREADS) as server:
        idle = most_memory(server.process.pid)
        seconds = [_all_at_once(server.port) for _ in range(times)]
        most = most_memory(server.process.pid)
    print(f"{AT_ONCE} customers who open 602 and 保険契約内容 at once:")
    show("all of them", seconds, "s")
    show("memory of the server before", [idle], "MiB")
    show(f"memory of the server after {times} times", [most], "MiB")
    return most <= LIMIT_MIB
