// The named mistakes: what a student reads when the broker saw one. Evidence names it; the advice says what to change.

export type Mistake = { title: string; advice: string; page: string };

const pages = {
  publish: '/lecons/kafka/publier-sans-connaitre-ses-lecteurs',
  key: '/lecons/kafka/la-cle-choisit-la-partition',
  log: '/lecons/kafka/un-topic-est-un-journal-decoupe',
  commit: '/lecons/kafka/offset-position-validation',
  group: '/lecons/kafka/un-groupe-se-partage-les-partitions',
  leave: '/lecons/kafka/quand-le-groupe-se-reequilibre',
  start: '/lecons/kafka/depuis-le-debut-ou-la-fin',
  write: '/lecons/td/ecrire-dans-l-ordre',
  work: '/lecons/td/executer-dans-l-ordre',
  crash: '/lecons/td/la-panne-entre-travail-et-commit',
  statement: '/lecons/td/votre-programme',
} as const;

export const mistakes = {
  'mauvais-topic': {
    title: 'Un autre topic',
    advice:
      'Votre programme utilise un nom voisin de celui du TD. Kafka crée un topic inconnu sans rien dire\u00a0: copiez le nom affiché ici.',
    page: pages.log,
  },
  'jamais-vide': {
    title: 'Rien n’est parti',
    advice:
      'Votre producteur s’est connecté, puis s’est arrêté sans rien écrire. send() range le message dans une file\u00a0: attendez sa confirmation avec .get(), ou appelez flush() puis close() avant la fin.',
    page: pages.publish,
  },
  'sans-cle': {
    title: 'Message sans clé',
    advice:
      'Sans clé, chaque message peut tomber dans une autre partition\u00a0: l’ordre des étapes n’est plus garanti. Donnez le nom du lot\u00a0: key=b"LOT_42".',
    page: pages.key,
  },
  'cle-change': {
    title: 'La clé change d’une étape à l’autre',
    advice:
      'Toutes les étapes d’un lot portent la même clé, celle du lot. L’étape se dit dans la valeur, pas dans la clé.',
    page: pages.key,
  },
  'cle-json': {
    title: 'La clé est du JSON',
    advice:
      'La clé contient des guillemets ou des accolades\u00a0: json.dumps() a servi aussi pour elle. La clé est le nom du lot en octets, rien d’autre\u00a0: "LOT_42".encode().',
    page: pages.key,
  },
  'cle-autre': {
    title: 'La clé n’est pas le nom du lot',
    advice: 'La clé attendue est le nom du lot en octets, par exemple LOT_42.',
    page: pages.key,
  },
  'valeur-pas-json': {
    title: 'La valeur n’est pas du JSON',
    advice: 'La valeur est un objet JSON en UTF-8\u00a0: json.dumps({...}).encode("utf-8").',
    page: pages.publish,
  },
  'champs-manquants': {
    title: 'Il manque un champ',
    advice: 'Chaque valeur dit son etape (1, 2 ou 3), sa machine et son instruction.',
    page: pages.statement,
  },
  'acks-0': {
    title: 'acks = 0\u00a0: personne ne confirme',
    advice: 'Le broker ne répond pas\u00a0: un message perdu ne se remarque pas. Écrivez acks="all".',
    page: pages.write,
  },
  'acks-1': {
    title: 'acks = 1\u00a0: le leader seul confirme',
    advice:
      'Si le leader tombe avant que ses copies aient lu, le message est perdu. Écrivez acks="all" (c’est -1 pour le broker).',
    page: pages.write,
  },
  'sans-idempotence': {
    title: 'Producteur sans idempotence',
    advice:
      'Le broker ne voit ni numéro de producteur ni numéros de suite\u00a0: un nouvel essai peut écrire une étape deux fois. Écrivez enable_idempotence=True avec kafka-python 2.2 ou plus récent (pip install -U kafka-python), enable.idempotence avec confluent-kafka, idempotent: true avec kafkajs. kafka-python 2.0 et 2.1 ne savent pas le faire.',
    page: pages.write,
  },
  'n-attend-pas': {
    title: 'La confirmation n’est pas attendue',
    advice:
      'Deux étapes du même lot sont parties avant que la première soit confirmée. Attendez après chaque envoi\u00a0: producteur.send(…).get(timeout=30), flush() avec confluent-kafka, await avec kafkajs.',
    page: pages.write,
  },
  'etapes-desordre': {
    title: 'Les étapes ne sont pas écrites dans l’ordre',
    advice: 'Pour chaque lot\u00a0: 1 découpe, 2 perçage, 3 finition, toujours dans cet ordre.',
    page: pages.write,
  },
  'etape-double': {
    title: 'Une étape est écrite deux fois',
    advice: 'La machine travaillerait deux fois sur la même pièce. Une étape est un message, un seul.',
    page: pages.write,
  },
  'sans-groupe': {
    title: 'Consommateur sans groupe',
    advice:
      'Sans group_id, rien n’est validé\u00a0: après une panne, le programme ne sait plus où il en était. Donnez-lui un group_id.',
    page: pages.group,
  },
  latest: {
    title: 'Lit depuis la fin',
    advice:
      'Un groupe neuf commence par défaut à la fin (latest)\u00a0: il ne voit que ce qui arrive après lui. Écrivez auto_offset_reset="earliest".',
    page: pages.start,
  },
  'lance-apres': {
    title: 'Lancé après le producteur, il ne verra rien',
    advice:
      'Des messages sont déjà là, et ce groupe neuf commence à la fin (latest, le réglage par défaut). Écrivez auto_offset_reset="earliest", puis relancez avec un nouveau nom de groupe.',
    page: pages.start,
  },
  'auto-commit': {
    title: 'Validation automatique',
    advice:
      'Le client valide toutes les cinq secondes, que le travail soit fini ou non. Écrivez enable_auto_commit=False et appelez commit() après chaque étape.',
    page: pages.work,
  },
  'commit-avant-travail': {
    title: 'Validé avant le travail',
    advice:
      'La validation arrive trop tôt pour que la machine ait fini. Que se passe-t-il si elle tombe maintenant\u00a0? L’étape est perdue. Travaillez, puis validez.',
    page: pages.work,
  },
  'commit-mauvais-offset': {
    title: 'Mauvais offset validé',
    advice:
      'On valide le prochain message à lire\u00a0: l’offset du message traité, plus un. commit() sans argument le fait pour vous.',
    page: pages.commit,
  },
  'commit-par-lot': {
    title: 'Une validation pour plusieurs étapes',
    advice:
      'Après une panne, toutes ces étapes seraient rejouées. Lisez une étape à la fois (max_poll_records=1) et validez après chacune. Avec kafkajs\u00a0: autoCommit: false et commitOffsets() dans eachMessage.',
    page: pages.work,
  },
  'plusieurs-etapes': {
    title: 'Plusieurs étapes à la fois',
    advice:
      'Ces étapes ont été validées ensemble, en moins de temps qu’il n’en faut pour les faire l’une après l’autre. Jamais deux machines à la fois\u00a0: max_poll_records=1.',
    page: pages.work,
  },
  'jamais-valide': {
    title: 'Rien n’a été validé',
    advice:
      'Le programme a lu puis s’est arrêté sans valider\u00a0: au prochain démarrage, tout recommence. Appelez commit() après chaque étape.',
    page: pages.work,
  },
  'etape-perdue': {
    title: 'Une étape est sautée après la panne',
    advice:
      'L’étape en cours n’était pas validée, et le programme n’est pas reparti d’elle. Ne changez pas la position au démarrage.',
    page: pages.crash,
  },
  'part-sans-prevenir': {
    title: 'Parti sans prévenir',
    advice:
      'Le programme s’est arrêté sans quitter son groupe\u00a0: ses partitions attendent la fin de sa session. Fermez-le dans un finally\u00a0: consommateur.close().',
    page: pages.leave,
  },
  'trop-lent': {
    title: 'Trop lent pour son groupe',
    advice:
      'Entre deux poll(), le travail a duré plus que max_poll_interval_ms\u00a0: le groupe a repris ses partitions.',
    page: pages.leave,
  },
} as const satisfies Record<string, Mistake>;

export type MistakeId = keyof typeof mistakes;
