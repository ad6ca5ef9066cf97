"""A program for the exercise on history. Right as it is; its fourth argument names one mistake to make."""

import asyncio
import json
import sys

import websockets

URL, ROOM, NAME = sys.argv[1:4]
FAULT = sys.argv[4] if len(sys.argv) > 4 else ""
PATIENCE = 0.15
state = {"expected": 1, "epoch": None, "ended": False}
early = {}
shown = set()


async def one_connection(first):
    async with websockets.connect(URL) as ws:

        async def send(**message):
            await ws.send(json.dumps(message, ensure_ascii=False))

        async def report(text):
            await send(type="publish", room="@Relais", sender=NAME, content=text)

        async def deliver(message):
            n = message["sequence"]
            if FAULT == "invented" and n == 1:
                await report("reçu 9")
            await report(f"reçu {n}")
            if FAULT == "twice" and n == 1:
                await report(f"reçu {n}")
            if "effacez" in message["content"]:
                await send(type="clear_history", room=ROOM, code="sésame")
            if FAULT == "flood":
                for _ in range(300):
                    await send(type="heartbeat")
                    await send(type="get_history", room=ROOM, **{"from": state["expected"]})
            if message["content"] == "fin":
                state["ended"] = True

        async def drain():
            while state["expected"] in early:
                message = early.pop(state["expected"])
                state["expected"] += 1
                await deliver(message)

        async def gone_until(oldest):
            """Everything before `oldest` can no longer be had."""
            lost = oldest - 1
            if lost < state["expected"] or FAULT == "endless-buffer":
                return
            if FAULT != "silent-loss":
                await report(f"perdu {state['expected']}-{lost}")
            state["expected"] = oldest

        async def take(message):
            n = message["sequence"]
            if FAULT == "numbers-unused":
                state["expected"] = max(state["expected"], n + 1)
                return await deliver(message)
            if FAULT == "out-of-order":
                state["expected"] = max(state["expected"], n + 1)
                if n not in shown:
                    shown.add(n)
                    await deliver(message)
                return None
            if n >= state["expected"]:
                early[n] = message
            return await drain()

        async def ask_later():
            wanted = state["expected"]
            await asyncio.sleep(PATIENCE)
            if state["expected"] == wanted and early:
                if FAULT == "lost-too-soon":
                    await report(f"perdu {wanted}")
                    state["expected"] += 1
                    return await drain()
                await send(type="get_history", room=ROOM, **({} if FAULT == "asks-all" else {"from": wanted}))
            return None

        if not first and FAULT == "no-resubscribe":
            await asyncio.sleep(60)
        resume = {"from": state["expected"]}
        if state["epoch"]:
            resume["epoch"] = state["epoch"]
        await send(type="subscribe", room=ROOM, userId=NAME, **resume)
        tasks = set()
        async for text in ws:
            message = json.loads(text)
            kind = message.get("type")
            if kind == "subscribed" and message["room"] == ROOM:
                state["epoch"] = message["epoch"]
                if not message["recovered"]:
                    await gone_until(message["oldest"])
            elif kind == "message" and message["room"] == ROOM:
                await take(message)
                if early and FAULT not in ("endless-buffer",):
                    tasks.add(asyncio.create_task(ask_later()))
            elif kind == "history":
                await gone_until(message["oldest"])
                for each in message["messages"]:
                    await take(each)
            if state["ended"]:
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
