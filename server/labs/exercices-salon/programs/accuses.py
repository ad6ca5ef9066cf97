"""A program for the exercise on acknowledgements. Right as it is; its fourth argument names one mistake to make."""

import asyncio
import json
import sys

import websockets

URL, ROOM, NAME = sys.argv[1:4]
FAULT = sys.argv[4] if len(sys.argv) > 4 else ""
done = set()


async def one_connection(first):
    async with websockets.connect(URL) as ws:

        async def send(**message):
            await ws.send(json.dumps(message, ensure_ascii=False))

        if first or FAULT != "no-resubscribe":
            await send(type="subscribe", room=ROOM, userId=NAME, acks=FAULT != "no-acks")
        async for text in ws:
            message = json.loads(text)
            if message.get("type") != "message" or message["room"] != ROOM:
                continue
            n = message["sequence"]
            ack = {"type": "ack", "room": ROOM, "sequence": n}
            if FAULT == "ack-before":
                await send(**ack)
            if FAULT == "invented" and n == 1:
                await send(type="publish", room="@Relais", sender=NAME, content="traité 2")
            if n not in done or FAULT == "twice":
                done.add(n)
                await send(type="publish", room="@Relais", sender=NAME, content=f"traité {n}")
                if FAULT == "forgets-ack" and n % 2 == 0:
                    continue
            if FAULT == "flood":
                for _ in range(300):
                    await send(**ack)
            if FAULT not in ("ack-before", "never-acks"):
                await send(**ack)
            if message["content"] == "fin":
                return True
    return False


async def main():
    first = True
    while True:
        try:
            if await one_connection(first):
                return
        except (OSError, websockets.exceptions.WebSocketException):
            pass
        first = False
        await asyncio.sleep(0.1)


asyncio.run(main())
