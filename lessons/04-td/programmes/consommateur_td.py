"""consommateur_td.py : fait travailler les machines, une étape à la fois. À compléter.

    pip install -U kafka-python
    python consommateur_td.py        (Ctrl+C pour l'arrêter)

Le programme se lance tel quel : il dit ce qui reste à écrire.
"""

import sys
import time

# --- Réglages : recopiez ceux de la page ---------------------------------
SERVEUR = "localhost:9092"
TOPIC = "commandes_machines_td"
GROUPE = "atelier"
NOM = "consommateur_td.py"  # le nom sous lequel Kafka (et la page) voit ce programme
TRAVAIL = 2.0  # secondes : ce que dure le travail d'une machine
# -------------------------------------------------------------------------


def creer_consommateur():
    """Un KafkaConsumer qui ne perd aucune étape.

    À FAIRE : l'adresse du serveur, le topic, le groupe, le nom du programme, et
    - d'où part un groupe qui n'a encore rien validé ;
    - qui valide : le client toutes les cinq secondes, ou vous ;
    - combien de messages une lecture rend au plus.
    """
    return None


def travailler(etape):
    """La machine travaille."""
    print(f"{etape['machine']} commence : {etape['instruction']}")
    time.sleep(TRAVAIL)
    print(f"{etape['machine']} a terminé")


def traiter(consommateur, message):
    """Lit l'étape, travaille, puis valide. À FAIRE, dans cet ordre.

    Que se passe-t-il si le programme tombe entre le travail et la validation ?
    Et si la validation venait avant ?
    """


def main():
    consommateur = creer_consommateur()
    if consommateur is None:
        print("À faire : creer_consommateur() et traiter().")
        return 0
    try:
        for message in consommateur:
            traiter(consommateur, message)
    except KeyboardInterrupt:
        print("arrêt demandé")
    finally:
        consommateur.close()  # quitte le groupe : ses partitions vont aux autres tout de suite
    return 0


if __name__ == "__main__":
    sys.exit(main())
