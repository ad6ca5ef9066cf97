"""Un producteur du TD avec kafka-python : juste sans FAUTE, faux d'une seule façon avec elle."""

import json
import os
import sys
import threading
import time

from kafka import KafkaProducer

SERVEUR = os.environ["SERVEUR"]
TOPIC = os.environ["TOPIC"]
FAUTE = os.environ.get("FAUTE", "")
STYLE = os.environ.get("STYLE", "")
LOTS = os.environ.get("LOTS", "LOT_42").split(",")
ETAPES = [(1, "M1", "Découper la forme"), (2, "M2", "Percer les trous"), (3, "M3", "Polir et nettoyer")]

reglages = {"acks": "all", "retries": 5}
if os.environ.get("IDEMPOTENCE") == "oui":
    reglages["enable_idempotence"] = True
    if FAUTE == "sans-idempotence":
        reglages["enable_idempotence"] = False
else:
    reglages["max_in_flight_requests_per_connection"] = 1
if FAUTE in ("acks-1", "acks-0"):
    reglages["acks"] = int(FAUTE[-1])
    reglages.pop("enable_idempotence", None)
if FAUTE == "sans-attendre":
    reglages["linger_ms"] = 50
if FAUTE == "jamais-vide":
    reglages["linger_ms"] = 60_000
if os.environ.get("NOM"):
    reglages["client_id"] = os.environ["NOM"]
if STYLE == "serialiseur":
    reglages["key_serializer"] = lambda texte: texte.encode()
    reglages["value_serializer"] = lambda valeur: json.dumps(valeur).encode()

producteur = KafkaProducer(bootstrap_servers=SERVEUR, **reglages)


def cle(lot, etape):
    if FAUTE == "sans-cle":
        return None
    if FAUTE == "cle-change":
        return f"{lot}-{etape}".encode()
    if FAUTE == "cle-json":
        return json.dumps(lot).encode()
    if FAUTE == "cle-autre":
        return b"usine"
    return lot if STYLE == "serialiseur" else lot.encode()


def valeur(lot, etape, machine, instruction):
    if FAUTE == "pas-json":
        return f"{etape};{machine};{instruction}".encode()
    if FAUTE == "champs":
        return json.dumps({"numero": etape, "texte": instruction}).encode()
    if STYLE == "anglais":
        return json.dumps({"step": etape, "machine": machine, "instruction": instruction}).encode()
    contenu = {"lot": lot, "etape": etape, "machine": machine, "instruction": instruction}
    if STYLE == "texte":
        contenu["etape"] = str(etape)
    if STYLE == "serialiseur":
        return contenu
    return json.dumps(contenu, ensure_ascii=STYLE == "ascii").encode()


def envoyer(lot, etape, machine, instruction):
    topic = TOPIC.replace("commandes_machines_td", "commande_machine_td") if FAUTE == "mauvais-topic" else TOPIC
    return producteur.send(topic, key=cle(lot, etape), value=valeur(lot, etape, machine, instruction))


def ecrire(lot):
    etapes = [ETAPES[0], ETAPES[2], ETAPES[1]] if FAUTE == "desordre" else ETAPES
    if FAUTE == "double":
        etapes = [ETAPES[0], ETAPES[1], ETAPES[1], ETAPES[2]]
    for numero, machine, instruction in etapes:
        futur = envoyer(lot, numero, machine, instruction)
        if FAUTE in ("sans-attendre", "jamais-vide"):
            continue
        if STYLE == "flush":
            producteur.flush()
        futur.get(timeout=30)
        time.sleep(float(os.environ.get("PAUSE", "0")))


if STYLE == "fils":
    fils = [threading.Thread(target=ecrire, args=(lot,)) for lot in LOTS]
    for un in fils:
        un.start()
    for un in fils:
        un.join()
elif STYLE == "par-etape":
    for numero, machine, instruction in ETAPES:
        for futur in [envoyer(lot, numero, machine, instruction) for lot in LOTS]:
            futur.get(timeout=30)
else:
    for lot in LOTS:
        ecrire(lot)

if FAUTE == "jamais-vide":
    time.sleep(0.3)
    sys.stdout.flush()
    os._exit(0)  # comme un programme qu'on arrête sans flush() ni close()
if FAUTE == "sans-attendre":
    producteur.flush()
producteur.close(timeout=10)
