// The only reader of the environment: one literal of settings, checked once. Everybody else receives values.
// Only settings that do something today are read; a refusal names the setting and shows what to type instead.
import { isIP } from 'node:net';
import { z } from 'zod';

export type Config = {
  /** 0 asks the system for a free port; the real one is printed. */
  port: number;
  host: string;
  /** null: the embedded Kafka. */
  kafkaBrokers: string[] | null;
  kafkaPort: number;
  /** Brokers of the embedded Kafka: on `kafkaPort`, then three further each. */
  kafkaVirtualBrokers: number;
  /** Name that Kafka programs are told to come back to; null: the broker's own choice. */
  kafkaAdvertisedHost: string | null;
  /** null: everything in memory, nothing survives a stop. */
  dataDir: string | null;
  /** What the embedded Kafka acknowledges: `durable` what is on disk, `interval` what is written and synced soon, `memory` what it holds. */
  kafkaDurability: (typeof durabilities)[number];
  /** Messages kept in each room of the chat. */
  chatHistorySize: number;
  /** How long they are kept; null: whatever their age. */
  chatHistoryTtlMs: number | null;
  /** What the teacher types to do what students may not; null: made up at each start. */
  teacherCode: string | null;
  /** A real Redis; null: none. May hold a password, like the next two: never shown. */
  redisUrl: string | null;
  /** A real RabbitMQ; null: none. */
  amqpUrl: string | null;
  /** A real MQTT broker; null: the embedded one. */
  mqttUrl: string | null;
  /** Of the embedded MQTT broker; null: 1883 when it is free, any other when it is not. */
  mqttPort: number | null;
  logLevel: LogLevel;
  /** Pages compiled on demand instead of built. */
  dev: boolean;
};

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];

const durabilities = ['memory', 'interval', 'durable'] as const;

/** What the value of `DATA_DIR` is when nothing must be kept. */
const inMemory = ':memory:';
const hostPattern = /^(?=.{1,253}$)[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*$/;

const isHost = (text: string): boolean => isIP(text) !== 0 || (hostPattern.test(text) && !/^[\d.]+$/.test(text));
const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 65_535;

/** `host:port`, `[::1]:port`. */
function isBroker(text: string): boolean {
  const parts = /^(?:\[([0-9a-fA-F:.]+)\]|([^:\s]+)):(\d+)$/.exec(text);
  if (!parts) return false;
  return isHost(parts[1] ?? parts[2] ?? '') && isPort(parts[3] ?? '') && Number(parts[3]) > 0;
}

const portRule = (example: string) =>
  z.string().refine(isPort, `il faut un nombre entier de 0 à 65535. Exemple\u00a0: ${example}`).transform(Number);
const hostRule = (example: string) =>
  z.string().refine(isHost, `il faut une adresse IP ou un nom de machine. Exemple\u00a0: ${example}`);

const wholeRule = (from: number, to: number, example: string) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to,
      `il faut un nombre entier de ${from} à ${to}. Exemple\u00a0: ${example}`,
    )
    .transform(Number);

/** `scheme://[user:password@]host[:port][/…]` */
function isUrl(text: string, schemes: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return schemes.includes(protocol) && hostname !== '' && !/\s/.test(text);
}
const urlRule = (schemes: readonly string[], example: string) =>
  z
    .string()
    .refine(
      (text) => isUrl(text, schemes),
      `il faut une adresse qui commence par ${schemes.map((each) => `${each}//`).join(' ou ')}. Exemple\u00a0: ${example}`,
    )
    .nullable()
    .default(null);
/** A refused value is repeated to its user, without the password it may hold. */
const withoutSecret = (text: string): string => text.replace(/\/\/[^/]*@/, '//***@');

const settings = z.object({
  PORT: portRule('PORT=3001 npm start').default(3000),
  HOST: hostRule('HOST=0.0.0.0 npm start').default('127.0.0.1'),
  KAFKA_BROKERS: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((broker) => broker.trim())
        .filter((broker) => broker !== ''),
    )
    .refine(
      (brokers) => brokers.length > 0 && brokers.every(isBroker),
      'il faut une ou plusieurs adresses hôte:port, séparées par des virgules. Exemple\u00a0: KAFKA_BROKERS=localhost:9092 npm start',
    )
    .nullable()
    .default(null),
  KAFKA_PORT: portRule('KAFKA_PORT=9093 npm start').default(9092),
  KAFKA_VIRTUAL_BROKERS: z
    .string()
    .regex(/^[1-9]$/, 'il faut un nombre de brokers, de 1 à 9. Exemple\u00a0: KAFKA_VIRTUAL_BROKERS=3 npm start')
    .transform(Number)
    .default(1),
  KAFKA_ADVERTISED_HOST: hostRule('HOST=0.0.0.0 KAFKA_ADVERTISED_HOST=192.168.1.20 npm start').nullable().default(null),
  DATA_DIR: z
    .string()
    .refine((text) => !text.includes('\0'), 'il faut le chemin d’un dossier. Exemple\u00a0: DATA_DIR=./data npm start')
    .transform((text) => (text === inMemory ? null : text))
    .default('./data'),
  KAFKA_DURABILITY: z
    .enum(
      durabilities,
      `il faut l’un de ces mots\u00a0: ${durabilities.join(', ')}. Exemple\u00a0: KAFKA_DURABILITY=durable npm start`,
    )
    .default('interval'),
  CHAT_HISTORY_SIZE: wholeRule(1, 1_000, 'CHAT_HISTORY_SIZE=50 npm start').default(100),
  CHAT_HISTORY_TTL: wholeRule(1, 31_536_000, 'CHAT_HISTORY_TTL=3600 npm start').nullable().default(null),
  TEACHER_CODE: z
    .string()
    .refine(
      (text) => text.length >= 8 && text.length <= 200,
      'il faut au moins 8 caractères. Exemple\u00a0: TEACHER_CODE=tournesol-42 npm start',
    )
    .nullable()
    .default(null),
  REDIS_URL: urlRule(['redis:', 'rediss:'], 'REDIS_URL=redis://localhost:6379 npm start'),
  AMQP_URL: urlRule(['amqp:', 'amqps:'], 'AMQP_URL=amqp://localhost:5672 npm start'),
  MQTT_URL: urlRule(['mqtt:', 'mqtts:'], 'MQTT_URL=mqtt://localhost:1883 npm start'),
  MQTT_PORT: portRule('MQTT_PORT=1884 npm start').nullable().default(null),
  LOG_LEVEL: z
    .enum(logLevels, `il faut l’un de ces mots\u00a0: ${logLevels.join(', ')}. Exemple\u00a0: LOG_LEVEL=info npm start`)
    .default('warn'),
});

/** An advertised address that nothing listens on would stop every Kafka client, ours first, without a word. */
function cannotReach(host: string, advertised: string): boolean {
  const isLoopback = (text: string): boolean => text === 'localhost' || text === '::1' || text.startsWith('127.');
  return isLoopback(host) && isIP(advertised) !== 0 && !isLoopback(advertised);
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; message: string };

/** Reads the settings from `env`; an empty value counts as unset, as shells make it hard to tell them apart. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const given: Record<string, string> = {};
  for (const name of Object.keys(settings.shape)) {
    const text = env[name]?.trim();
    if (text) given[name] = text;
  }
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? '');
    return {
      ok: false,
      message: `Réglage ${name}=${withoutSecret(given[name] ?? '')}\u00a0: ${issue?.message ?? 'valeur refusée.'}`,
    };
  }
  const values = parsed.data;
  if (values.KAFKA_ADVERTISED_HOST && cannotReach(values.HOST, values.KAFKA_ADVERTISED_HOST)) {
    const example = `HOST=0.0.0.0 KAFKA_ADVERTISED_HOST=${values.KAFKA_ADVERTISED_HOST} npm start`;
    const reason = `Kafka n’écoute que cette machine (HOST=${values.HOST})`;
    return { ok: false, message: `Réglage KAFKA_ADVERTISED_HOST\u00a0: ${reason}. Ouvrez-le aussi\u00a0: ${example}` };
  }
  const lastPort = values.KAFKA_PORT + 3 * (values.KAFKA_VIRTUAL_BROKERS - 1);
  if (lastPort > 65_535) {
    const reason = `le port du dernier des ${values.KAFKA_VIRTUAL_BROKERS} brokers serait ${lastPort}`;
    return {
      ok: false,
      message: `Réglage KAFKA_PORT=${values.KAFKA_PORT}\u00a0: ${reason}. Exemple\u00a0: KAFKA_PORT=9092 npm start`,
    };
  }
  return {
    ok: true,
    config: {
      port: values.PORT,
      host: values.HOST,
      kafkaBrokers: values.KAFKA_BROKERS,
      kafkaPort: values.KAFKA_PORT,
      kafkaVirtualBrokers: values.KAFKA_VIRTUAL_BROKERS,
      kafkaAdvertisedHost: values.KAFKA_ADVERTISED_HOST,
      dataDir: values.DATA_DIR,
      kafkaDurability: values.KAFKA_DURABILITY,
      chatHistorySize: values.CHAT_HISTORY_SIZE,
      chatHistoryTtlMs: values.CHAT_HISTORY_TTL === null ? null : values.CHAT_HISTORY_TTL * 1_000,
      teacherCode: values.TEACHER_CODE,
      redisUrl: values.REDIS_URL,
      amqpUrl: values.AMQP_URL,
      mqttUrl: values.MQTT_URL,
      mqttPort: values.MQTT_PORT,
      logLevel: values.LOG_LEVEL,
      dev: env.NODE_ENV === 'development',
    },
  };
}

/** Settings of this process. */
export const readProcessConfig = (): ConfigResult => readConfig(process.env);
