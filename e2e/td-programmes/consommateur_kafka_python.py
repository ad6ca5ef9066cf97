"""Un consommateur du TD avec kafka-python : juste sans FAUTE, faux d'une seule façon avec elle."""

import json
import os
import sys
import time

from kafka import ConsumerRebalanceListener, KafkaConsumer, TopicPartition
from kafka.structs import OffsetAndMetadata

SERVEUR = os.environ["SERVEUR"]
TOPIC = os.environ["TOPIC"]
FAUTE = os.environ.get("FAUTE", "")
STYLE = os.environ.get("STYLE", "")
GROUPE = os.environ.get("GROUPE", "atelier")
TRAVAIL = float(os.environ.get("TRAVAIL", "0.25"))
NOMBRE = int(os.environ.get("NOMBRE", "3"))
ATTENTE = float(os.environ.get("ATTENTE", "20"))

reglages = {
    "group_id": GROUPE,
    "auto_offset_reset": "earliest",
    "enable_auto_commit": False,
    "max_poll_records": 1,
    "session_timeout_ms": 6000,
    "heartbeat_interval_ms": 500,
}
if FAUTE == "sans-groupe":
    reglages["group_id"] = None
if FAUTE in ("latest", "trop-tard"):
    reglages.pop("auto_offset_reset")
if FAUTE == "auto-commit":
    reglages.update(enable_auto_commit=True, auto_commit_interval_ms=int(os.environ.get("INTERVALLE", "5000")))
if FAUTE in ("par-lot", "d-un-coup"):
    reglages["max_poll_records"] = 500
if os.environ.get("NOM"):
    reglages["client_id"] = os.environ["NOM"]

topic = TOPIC.replace("commandes_machines_td", "commande_machine_td") if FAUTE == "mauvais-topic" else TOPIC
consommateur = KafkaConsumer(bootstrap_servers=SERVEUR, **reglages)


class UnPasPlusLoin(ConsumerRebalanceListener):
    """Repart une étape après celle qui était en cours."""

    def on_partitions_revoked(self, revoked):
        pass

    def on_partitions_assigned(self, assigned):
        for tp in assigned:
            consommateur.seek(tp, (consommateur.committed(tp) or 0) + 1)


consommateur.subscribe([topic], listener=UnPasPlusLoin() if FAUTE == "saute" else None)


def prochain(message, delta=1):
    """La position à valider ; les versions récentes de kafka-python veulent aussi l'époque du leader."""
    try:
        return OffsetAndMetadata(message.offset + delta, "")
    except TypeError:
        return OffsetAndMetadata(message.offset + delta, "", -1)


def place(message):
    return TopicPartition(message.topic, message.partition)


def valider(message):
    if FAUTE in ("sans-groupe", "auto-commit", "jamais-commit"):
        return
    if FAUTE == "mauvais-offset":
        consommateur.commit({place(message): prochain(message, 0)})
    elif STYLE == "offset":
        consommateur.commit({place(message): prochain(message)})
    else:
        consommateur.commit()


def travailler(message):
    if FAUTE == "avant-le-travail":
        valider(message)
    etape = json.loads(message.value)
    print("commence", message.partition, message.offset, etape["etape"], flush=True)
    time.sleep(TRAVAIL)
    print("termine", message.partition, message.offset, flush=True)
    if os.environ.get("TOMBE") == str(message.offset):
        os._exit(9)
    if FAUTE not in ("avant-le-travail", "par-lot", "d-un-coup"):
        valider(message)


faits = 0
fin = time.monotonic() + ATTENTE
print("pret", flush=True)
while faits < NOMBRE and time.monotonic() < fin:
    if STYLE == "boucle":
        message = next(consommateur)
        travailler(message)
        faits += 1
        continue
    lus = consommateur.poll(timeout_ms=300)
    messages = [un for liste in lus.values() for un in liste]
    if FAUTE == "d-un-coup":
        if messages:
            time.sleep(TRAVAIL)
    else:
        for message in messages:
            travailler(message)
    faits += len(messages)
    if messages and FAUTE in ("par-lot", "d-un-coup"):
        valider(messages[-1])
if FAUTE == "auto-commit":
    while time.monotonic() < fin:
        consommateur.poll(timeout_ms=100)
if FAUTE == "part-sans-prevenir":
    sys.stdout.flush()
    os._exit(0)
consommateur.close()
