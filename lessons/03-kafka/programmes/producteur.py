"""producteur.py : envoie dix messages de démonstration à Kafka, un par seconde.

    pip install -r requirements.txt
    python producteur.py

Le programme marche tel quel avec le Kafka de Relais et avec un Kafka installé.
"""

import json
import logging
import sys
import time

from kafka import KafkaProducer
from kafka.errors import KafkaError

# --- Réglages -----------------------------------------------------------
SERVEUR = "localhost:9092"
TOPIC = "demo-topic"
NOM = "producteur.py"  # le nom sous lequel Kafka (et la page) voit ce programme
NOMBRE = 10
PAUSE = 1.0  # secondes entre deux messages
CLES = ["capteur-1", "capteur-3", "capteur-4", "capteur-7"]
# ------------------------------------------------------------------------

logging.basicConfig(level=logging.ERROR)
journal = logging.getLogger("producteur")
journal.setLevel(logging.INFO)


def creer_producteur():
    """Un producteur prudent : chaque envoi attend l'accord de toutes les répliques (acks="all")."""
    return KafkaProducer(
        bootstrap_servers=SERVEUR,
        client_id=NOM,
        acks="all",
        retries=5,  # un envoi qui échoue est tenté de nouveau
        max_in_flight_requests_per_connection=1,  # un nouvel essai ne double personne
    )


def en_octets(valeur):
    """Kafka ne transporte que des octets : ici, du JSON en UTF-8."""
    return json.dumps(valeur, ensure_ascii=False).encode("utf-8")


def message(numero):
    """Le message n° `numero` : une clé (le capteur) et une mesure."""
    cle = CLES[numero % len(CLES)]
    valeur = {
        "numero": numero + 1,
        "capteur": cle,
        "temperature": round(20 + numero * 0.3, 1),
        "envoye_a": time.strftime("%H:%M:%S"),
    }
    return cle, valeur


def main():
    journal.info("connexion à %s…", SERVEUR)
    try:
        producteur = creer_producteur()
    except KafkaError as erreur:
        journal.error("Aucun Kafka ne répond sur %s (%s). Relais est-il lancé (npm start) ?", SERVEUR, erreur)
        return 1

    envoyes = 0
    try:
        for numero in range(NOMBRE):
            cle, valeur = message(numero)
            # send() rend la main tout de suite ; get() attend la confirmation de Kafka.
            place = producteur.send(TOPIC, key=cle.encode("utf-8"), value=en_octets(valeur)).get(timeout=30)
            envoyes += 1
            journal.info(
                "confirmé : message %d, clé %s -> partition %d, offset %d",
                numero + 1, cle, place.partition, place.offset,
            )
            if numero + 1 < NOMBRE:
                time.sleep(PAUSE)
    except KeyboardInterrupt:
        journal.info("arrêt demandé")
    except KafkaError as erreur:
        journal.error("envoi refusé : %s", erreur)
        return 1
    finally:
        producteur.close(timeout=10)
        journal.info("%d message(s) confirmé(s)", envoyes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
