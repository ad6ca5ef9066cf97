"""exercice_prive.py : répondre en privé, à la bonne personne. À compléter.

    pip install -r requirements-salon.txt
    python exercice_prive.py <salle> <pseudonyme> <jeton>

La salle et le jeton sont sur la page de l'exercice. Tel quel, ce programme répond à n'importe qui, et ne revient pas
après une coupure.
"""

import asyncio
import json
import sys

import websockets

# --- Réglages -----------------------------------------------------------
SERVEUR = "ws://localhost:3000/chat"
ATTENTE = 2.0  # secondes avant de se reconnecter
# ------------------------------------------------------------------------


async def dire(connexion, **message):
    await connexion.send(json.dumps(message, ensure_ascii=False))


async def repondre(connexion, nom, message):
    numero = message["sequence"]
    print(f"[{numero}] {message['sender']} : {message['content']}", flush=True)
    # À FAIRE : répondre à l'expéditeur, en privé, et à lui seul.
    destinataire = "@relais-alma"
    await dire(connexion, type="publish", room=destinataire, sender=nom, content=f"reçu {numero}")


async def une_connexion(salle, nom, jeton):
    """Rend True quand le dernier message privé, « fin », a sa réponse."""
    mon_sujet = f"@{nom}"
    async with websockets.connect(SERVEUR) as connexion:
        await dire(connexion, type="subscribe", room=salle, userId=nom, token=jeton)
        # À FAIRE : s'abonner aussi à mon_sujet, au prochain numéro attendu (from).
        async for texte in connexion:
            recu = json.loads(texte)
            if "error" in recu:
                print("Refusé :", recu["error"], flush=True)
            elif recu["type"] == "message" and recu["room"] == mon_sujet:
                await repondre(connexion, nom, recu)
                if recu["content"] == "fin":
                    return True
            elif recu["type"] == "message":
                print(f"(dans la salle) {recu['sender']} : {recu['content']}", flush=True)
    return False


async def participer(salle, nom, jeton):
    # À FAIRE : revenir après une coupure, et répondre à ce qui s'est dit pendant l'absence, une fois.
    try:
        await une_connexion(salle, nom, jeton)
    except websockets.exceptions.ConnectionClosed:
        print("La connexion est coupée.", flush=True)


def main():
    if len(sys.argv) != 4:
        print("Il faut la salle, votre pseudonyme et votre jeton : les trois sont sur la page de l'exercice.")
        return 2
    try:
        asyncio.run(participer(*sys.argv[1:]))
    except OSError:
        print(f"Rien ne répond sur {SERVEUR}. Relais est-il lancé (npm start) ?")
        return 1
    except KeyboardInterrupt:
        print("Au revoir.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
