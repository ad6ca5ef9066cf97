// Settings of one topic: defaults, and what a client or a file may set them to. Names and meaning are Apache's.

import type { TopicConfig } from '../log/types.ts';

export const defaultTopicConfig: TopicConfig = {
  'cleanup.policy': 'delete',
  'retention.ms': 604_800_000,
  'retention.bytes': -1,
  'segment.bytes': 64 * 1024 * 1024,
  'max.message.bytes': 1_048_588,
  'message.timestamp.type': 'CreateTime',
  'min.insync.replicas': 1,
};

const choices = {
  'cleanup.policy': ['delete', 'compact', 'compact,delete'],
  'message.timestamp.type': ['CreateTime', 'LogAppendTime'],
} as const;
const ranges = {
  'retention.ms': [-1, Number.MAX_SAFE_INTEGER],
  'retention.bytes': [-1, Number.MAX_SAFE_INTEGER],
  'segment.bytes': [64 * 1024, 1024 * 1024 * 1024],
  'max.message.bytes': [0, 100 * 1024 * 1024],
  'min.insync.replicas': [1, 1_000],
} as const;

export type ConfigKey = keyof TopicConfig;
export const configKeys = Object.keys(defaultTopicConfig) as ConfigKey[];
export const isConfigKey = (name: string): name is ConfigKey => Object.hasOwn(defaultTopicConfig, name);

/** One setting as clients write it; a string says what is wrong with it. */
export function parseSetting(key: ConfigKey, text: string): { value: string | number } | string {
  if (key === 'cleanup.policy' || key === 'message.timestamp.type') {
    const cleaned = text
      .split(',')
      .map((part) => part.trim())
      .sort()
      .join(',');
    const legal: readonly string[] = choices[key];
    return legal.includes(cleaned) ? { value: cleaned } : `${key} must be one of ${legal.join(', ')}`;
  }
  const value = /^-?\d{1,19}$/.test(text.trim()) ? Number(text) : Number.NaN;
  const [min, max] = ranges[key];
  if (Number.isNaN(value) || value < min) return `${key} must be a whole number of at least ${min}`;
  if (value <= max) return { value };
  // Some tools write Long.MAX_VALUE for "no limit".
  return max === Number.MAX_SAFE_INTEGER ? { value: max } : `${key} must be at most ${max}`;
}

export const withSetting = (config: TopicConfig, key: ConfigKey, value: string | number): TopicConfig =>
  ({ ...config, [key]: value }) as TopicConfig;

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
