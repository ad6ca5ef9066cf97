# Dans un second terminal : publie. La réponse est le nombre d'abonnés à qui Redis l'a envoyé.
redis-cli PUBLISH chatroom \
  "bonjour à tous"
