"""salon_serveur.py : un salon de discussion à vous, avec le même contrat que celui de Relais.

    pip install -r requirements-salon.txt
    python salon_serveur.py

Puis : python salon_client.py ada (avec SERVEUR = "ws://localhost:8765/chat"), ou npm run chat -- localhost:8765 ada
Tout est en mémoire : arrêté, il oublie tout.
"""

import asyncio
import json
import sys
import time
import uuid
from collections import deque

import websockets

# --- Réglages -----------------------------------------------------------
HOTE = "localhost"
PORT = 8765
HISTORIQUE = 100  # messages gardés par salle
# ------------------------------------------------------------------------


class Salle:
    """Un sujet : son dernier numéro, ses derniers messages, ses abonnés (connexion -> nom)."""

    def __init__(self, nom):
        self.nom = nom
        self.numero = 0
        self.historique = deque(maxlen=HISTORIQUE)  # borné : les plus anciens s'effacent
        self.abonnes = {}

    def numeroter(self, auteur, contenu):
        # Un seul endroit donne les numéros, un à la fois : c'est ce qui fait l'ordre de la salle.
        self.numero += 1
        message = {
            "id": str(uuid.uuid4()),
            "room": self.nom,
            "sender": auteur,
            "content": contenu,
            "sequence": self.numero,
            "timestamp": maintenant(),
        }
        self.historique.append(message)
        return message


salles = {}


def maintenant():
    return int(time.time() * 1000)


def salle(nom):
    return salles.setdefault(nom, Salle(nom))


async def dire(connexion, **message):
    await connexion.send(json.dumps(message, ensure_ascii=False))


async def dire_a_tous(une_salle, **message):
    texte = json.dumps(message, ensure_ascii=False)
    # return_exceptions : un abonné qui vient de partir n'empêche pas les autres de recevoir.
    await asyncio.gather(*(c.send(texte) for c in list(une_salle.abonnes)), return_exceptions=True)


async def presence(une_salle, nom, action):
    await dire_a_tous(une_salle, type="presence", userId=nom, action=action, timestamp=maintenant())


async def abonner(connexion, recu):
    ici = salle(recu["room"])
    ici.abonnes[connexion] = recu["userId"]
    await dire(connexion, type="subscribed", room=ici.nom, sequence=ici.numero)
    await presence(ici, recu["userId"], "join")


async def desabonner(connexion, ici):
    nom = ici.abonnes.pop(connexion, None)
    if nom is not None:
        await presence(ici, nom, "leave")


async def publier(recu):
    ici = salle(recu["room"])
    await dire_a_tous(ici, type="message", **ici.numeroter(recu["sender"], recu["content"]))


async def repondre(connexion, recu):
    if recu["type"] == "subscribe":
        await abonner(connexion, recu)
    elif recu["type"] == "unsubscribe":
        await desabonner(connexion, salle(recu["room"]))
    elif recu["type"] == "publish":
        await publier(recu)
    elif recu["type"] == "get_history":
        ici = salle(recu["room"])
        await dire(connexion, type="history", room=ici.nom, messages=list(ici.historique))
    else:
        await dire(connexion, error=f"type inconnu : {recu['type']}")


async def accueillir(connexion):
    """La vie d'une connexion, du premier message à la coupure."""
    try:
        async for texte in connexion:
            try:
                recu = json.loads(texte)
            except ValueError:
                await dire(connexion, error="Invalid message format")
                continue
            try:
                await repondre(connexion, recu)
            except (KeyError, TypeError) as erreur:
                await dire(connexion, error=f"message incomplet : {erreur}")
    except websockets.exceptions.ConnectionClosed:
        pass
    finally:
        # Départ propre ou brutal : les autres l'apprennent, dans chaque salle.
        for ici in list(salles.values()):
            await desabonner(connexion, ici)


async def servir():
    async with websockets.serve(accueillir, HOTE, PORT):
        print(f"salon ouvert sur ws://{HOTE}:{PORT}/chat (Ctrl+C pour arrêter)", flush=True)
        await asyncio.Future()  # jusqu'à l'arrêt


def main():
    try:
        asyncio.run(servir())
    except KeyboardInterrupt:
        print("salon fermé")
    except OSError as erreur:
        print(f"Impossible d'ouvrir le port {PORT} : {erreur}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
