"""Places go to those in the midst of a visit first, and every fourth to others."""

import asyncio

from tipline.doors.theme.places import Places


async def order(first: int, others: int) -> list[str]:
    """Take the only place, let some wait in both lines, and say who came when."""
    places, came = Places(1), list[str]()

    async def one(name: str, *, goes_first: bool) -> None:
        async with places.one(first=goes_first):
            came.append(name)
            await asyncio.sleep(0)

    async with places.one(first=False):
        waiting = [asyncio.create_task(one("o", goes_first=False)) for _ in range(others)]
        waiting += [asyncio.create_task(one("f", goes_first=True)) for _ in range(first)]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    return came


def test_every_fourth_place_is_for_the_others() -> None:
    came = "".join(asyncio.run(order(6, 6)))
    assert came == "fffofffooooo"[: len(came)]


def test_who_stops_waiting_takes_no_place() -> None:
    async def stop() -> bool:
        places = Places(1)

        async def wait() -> None:
            async with places.one(first=True):
                pass

        async with places.one(first=True):
            left = asyncio.create_task(wait())
            stays = asyncio.create_task(wait())
            await asyncio.sleep(0)
            left.cancel()
            await asyncio.sleep(0)
        await asyncio.wait_for(stays, 5)
        async with places.one(first=False):
            return left.cancelled()

    assert asyncio.run(stop())
