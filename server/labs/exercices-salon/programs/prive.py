"""A program for the exercise on private messages. Right as it is; its fifth argument names one mistake to make."""

import asyncio
import json
import sys

import websockets

URL, ROOM, NAME, TOKEN = sys.argv[1:5]
FAULT = sys.argv[5] if len(sys.argv) > 5 else ""
MINE = "@" + NAME
expected = 1


def claimed(message):
    """Whom the text says it comes from."""
    head = message["content"].split(" : ")[0]
    return head if head.startswith("relais-") else message["sender"]


async def one_connection(first):
    global expected
    async with websockets.connect(URL) as ws:

        async def send(**message):
            await ws.send(json.dumps(message, ensure_ascii=False))

        async def answer(message):
            n = message["sequence"]
            sender = message["sender"]
            to = "@" + sender
            if FAULT == "believes-text":
                to = "@" + claimed(message)
            if FAULT == "wrong-reader" and n == 3:
                to = "@relais-alma" if sender == "relais-basile" else "@relais-basile"
            if FAULT == "invented" and n == 1:
                await send(type="publish", room=to, sender=NAME, content="reçu 2")
            if FAULT == "leaks" and n == 3:
                await send(type="publish", room=ROOM, sender=NAME, content=message["content"])
            if FAULT == "poses" and n == 1:
                await send(type="publish", room=to, sender=sender, content=f"reçu {n}")
            await send(type="publish", room=to, sender=NAME, content=f"reçu {n}")
            if FAULT == "twice" and n == 1:
                await send(type="publish", room=to, sender=NAME, content=f"reçu {n}")
            if FAULT == "flood":
                for _ in range(300):
                    await send(type="publish", room="@Relais", sender=NAME, content="coucou")

        if not first and FAULT == "no-resubscribe":
            await asyncio.sleep(60)
        await send(type="subscribe", room=ROOM, userId=NAME, token=TOKEN)
        if FAULT != "misses-private":
            await send(type="subscribe", room=MINE, userId=NAME, **{"from": expected})
        async for text in ws:
            message = json.loads(text)
            if message.get("type") != "message" or message["room"] != MINE:
                continue
            n = message["sequence"]
            if n < expected:
                continue
            expected = n + 1
            await answer(message)
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
