// Settings of one topic: defaults, and what a client or a file may set them to. Names and meaning are Apache's.

import type { TopicConfig } from '../log/types.ts';

export const defaultTopicConfig: TopicConfig = {
  'cleanup.policy': 'delete',
  'delete.retention.ms': 86_400_000,
  'retention.ms': 604_800_000,
  'retention.bytes': -1,
  'segment.bytes': 16 * 1024 * 1024,
  'max.message.bytes': 1_048_588,
  'message.timestamp.type': 'CreateTime',
  'min.insync.replicas': 1,
};

/** ConfigDef.Type as DescribeConfigs v3+ numbers it. */
type ConfigType = 'boolean' | 'string' | 'int' | 'long' | 'double' | 'list';
export const configTypes: Record<ConfigType, number> = { boolean: 1, string: 2, int: 3, long: 5, double: 6, list: 7 };

type Rule =
  | { type: 'string' | 'list'; choices: readonly string[]; doc: string }
  | { type: 'int' | 'long'; min: number; max: number; doc: string };

const unlimited = Number.MAX_SAFE_INTEGER;
const rules: Record<ConfigKey, Rule> = {
  'cleanup.policy': {
    type: 'list',
    choices: ['delete', 'compact', 'compact,delete'],
    doc: 'What happens to old segments: dropped, or reduced to the last value of each key.',
  },
  'delete.retention.ms': {
    type: 'long',
    min: 0,
    max: unlimited,
    doc: 'How long a compacted topic still shows that a key was deleted.',
  },
  'retention.ms': { type: 'long', min: -1, max: unlimited, doc: 'Age after which a segment is dropped, -1: never.' },
  'retention.bytes': { type: 'long', min: -1, max: unlimited, doc: 'Size of a partition to keep, -1: no limit.' },
  'segment.bytes': { type: 'int', min: 64 * 1024, max: 1024 ** 3, doc: 'Size at which a new segment begins.' },
  'max.message.bytes': { type: 'int', min: 0, max: 100 * 1024 ** 2, doc: 'Largest record batch accepted.' },
  'message.timestamp.type': {
    type: 'string',
    choices: ['CreateTime', 'LogAppendTime'],
    doc: 'Whose clock stamps records: the producer or the broker.',
  },
  'min.insync.replicas': {
    type: 'int',
    min: 1,
    max: 1_000,
    doc: 'Replicas that must have a record before acks=all is answered.',
  },
};

/** Settings Apache has and this broker does not: shown with their defaults, read only. What they say is true here too. */
export const fixedSettings: readonly { key: string; value: string; type: ConfigType }[] = [
  { key: 'compression.gzip.level', value: '-1', type: 'int' },
  { key: 'compression.lz4.level', value: '9', type: 'int' },
  { key: 'compression.type', value: 'producer', type: 'string' },
  { key: 'compression.zstd.level', value: '3', type: 'int' },
  { key: 'file.delete.delay.ms', value: '60000', type: 'long' },
  { key: 'flush.messages', value: '9223372036854775807', type: 'long' },
  { key: 'flush.ms', value: '9223372036854775807', type: 'long' },
  { key: 'follower.replication.throttled.replicas', value: '', type: 'list' },
  { key: 'index.interval.bytes', value: '4096', type: 'int' },
  { key: 'leader.replication.throttled.replicas', value: '', type: 'list' },
  { key: 'local.retention.bytes', value: '-2', type: 'long' },
  { key: 'local.retention.ms', value: '-2', type: 'long' },
  { key: 'max.compaction.lag.ms', value: '9223372036854775807', type: 'long' },
  { key: 'message.timestamp.after.max.ms', value: '9223372036854775807', type: 'long' },
  { key: 'message.timestamp.before.max.ms', value: '9223372036854775807', type: 'long' },
  { key: 'min.cleanable.dirty.ratio', value: '0.5', type: 'double' },
  { key: 'min.compaction.lag.ms', value: '0', type: 'long' },
  { key: 'preallocate', value: 'false', type: 'boolean' },
  { key: 'remote.log.copy.disable', value: 'false', type: 'boolean' },
  { key: 'remote.log.delete.on.disable', value: 'false', type: 'boolean' },
  { key: 'remote.storage.enable', value: 'false', type: 'boolean' },
  { key: 'segment.index.bytes', value: '10485760', type: 'int' },
  { key: 'segment.jitter.ms', value: '0', type: 'long' },
  { key: 'segment.ms', value: '9223372036854775807', type: 'long' },
  { key: 'unclean.leader.election.enable', value: 'false', type: 'boolean' },
];
const fixed = new Map(fixedSettings.map(({ key, value }) => [key, value]));

export type ConfigKey = keyof TopicConfig;
const configKeys = Object.keys(defaultTopicConfig) as ConfigKey[];
export const isConfigKey = (name: string): name is ConfigKey => Object.hasOwn(defaultTopicConfig, name);
/** Settings that are lists: the only ones that can be appended to. */
export const isListKey = (key: ConfigKey): boolean => rules[key].type === 'list';

/** One setting as clients write it; a string says what is wrong with it. */
export function parseSetting(key: ConfigKey, text: string): { value: string | number } | string {
  const rule = rules[key];
  if ('choices' in rule) {
    const parts = text.split(',').map((part) => part.trim());
    const cleaned = [...new Set(parts)].sort().join(',');
    return rule.choices.includes(cleaned) ? { value: cleaned } : `${key} must be one of ${rule.choices.join(' | ')}`;
  }
  const value = /^-?\d{1,19}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isNaN(value) || value < rule.min) return `${key} must be a whole number of at least ${rule.min}`;
  if (value <= rule.max) return { value };
  // Some tools write Long.MAX_VALUE for "no limit".
  return rule.max === unlimited ? { value: unlimited } : `${key} must be at most ${rule.max}`;
}

const withSetting = (config: TopicConfig, key: ConfigKey, value: string | number): TopicConfig => ({
  ...config,
  [key]: value,
});

/** Settings over `base`, as CreateTopics and AlterConfigs give them; a string says what is wrong. Null means the default. */
export function configFrom(
  settings: Iterable<{ name: string; value: string | null }>,
  base: TopicConfig = defaultTopicConfig,
): TopicConfig | string {
  let config = base;
  for (const { name, value } of settings) {
    const onlyValue = fixed.get(name);
    if (onlyValue !== undefined) {
      if (value === null || value === onlyValue) continue;
      return `Invalid value: ${name} cannot be changed on this broker, it is ${onlyValue}`;
    }
    if (!isConfigKey(name)) return `Unknown topic config name: ${name.slice(0, 100)}`;
    const parsed = value === null ? { value: defaultTopicConfig[name] } : parseSetting(name, value);
    if (typeof parsed === 'string') return `Invalid value: ${parsed}`;
    config = withSetting(config, name, parsed.value);
  }
  return config;
}

/** A configuration read from a file: what is missing or illegal gets its default. */
export function repairConfig(stored: unknown): TopicConfig {
  let config = defaultTopicConfig;
  if (typeof stored !== 'object' || stored === null) return config;
  for (const [key, value] of Object.entries(stored)) {
    const parsed = isConfigKey(key) ? parseSetting(key, String(value)) : '';
    if (isConfigKey(key) && typeof parsed === 'object') config = withSetting(config, key, parsed.value);
  }
  return config;
}

export type Setting = {
  key: ConfigKey;
  value: string;
  defaultValue: string;
  isDefault: boolean;
  type: number;
  doc: string;
};

/** Every setting with its value as text, in a fixed order. */
export const listSettings = (config: TopicConfig): Setting[] =>
  configKeys.map((key) => ({
    key,
    value: String(config[key]),
    defaultValue: String(defaultTopicConfig[key]),
    isDefault: config[key] === defaultTopicConfig[key],
    type: configTypes[rules[key].type],
    doc: rules[key].doc,
  }));

/** ConfigSource: 1 set on the topic, 5 default. */
export const settingSource = (isDefault: boolean): number => (isDefault ? 5 : 1);
