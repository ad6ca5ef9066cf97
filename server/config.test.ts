// What the settings accept, and the sentence each refusal gives.
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const refused = (env: Record<string, string>): string => {
  const result = readConfig(env);
  return result.ok ? 'accepted' : result.message;
};

describe('readConfig', () => {
  it('gives the documented defaults when nothing is set', () => {
    expect(readConfig({})).toEqual({
      ok: true,
      config: {
        port: 3000,
        host: '127.0.0.1',
        kafkaBrokers: null,
        kafkaPort: 9092,
        kafkaVirtualBrokers: 1,
        kafkaAdvertisedHost: null,
        dataDir: './data',
        kafkaDurability: 'interval',
        chatHistorySize: 100,
        chatHistoryTtlMs: null,
        teacherCode: null,
        redisUrl: null,
        amqpUrl: null,
        mqttUrl: null,
        mqttPort: null,
        logLevel: 'warn',
        dev: false,
      },
    });
  });

  it('treats an empty value as unset and trims the others', () => {
    const result = readConfig({ PORT: '', HOST: ' 0.0.0.0 ', KAFKA_BROKERS: '', NODE_ENV: 'development' });
    expect(result).toMatchObject({ ok: true, config: { port: 3000, host: '0.0.0.0', kafkaBrokers: null, dev: true } });
  });

  it('reads a list of brokers, with IPv6', () => {
    const result = readConfig({ KAFKA_BROKERS: 'localhost:29092, [::1]:39092' });
    expect(result).toMatchObject({ ok: true, config: { kafkaBrokers: ['localhost:29092', '[::1]:39092'] } });
  });

  it('keeps nothing with DATA_DIR=:memory:', () => {
    expect(readConfig({ DATA_DIR: ':memory:' })).toMatchObject({ ok: true, config: { dataDir: null } });
  });

  it.each(['memory', 'interval', 'durable'])('lets the embedded Kafka keep its records the %s way', (mode) => {
    expect(readConfig({ KAFKA_DURABILITY: mode })).toMatchObject({ ok: true, config: { kafkaDurability: mode } });
  });

  it('runs several brokers in one, as long as there are ports for them', () => {
    expect(readConfig({ KAFKA_VIRTUAL_BROKERS: '3' })).toMatchObject({ ok: true, config: { kafkaVirtualBrokers: 3 } });
    expect(refused({ KAFKA_VIRTUAL_BROKERS: '0' })).toContain('KAFKA_VIRTUAL_BROKERS=3 npm start');
    expect(refused({ KAFKA_VIRTUAL_BROKERS: '3', KAFKA_PORT: '65530' })).toContain('65536');
  });

  it('bounds the chat’s past by number and, when asked, by age', () => {
    const result = readConfig({ CHAT_HISTORY_SIZE: '20', CHAT_HISTORY_TTL: '60', TEACHER_CODE: 'tournesol-42' });
    expect(result).toMatchObject({
      config: { chatHistorySize: 20, chatHistoryTtlMs: 60_000, teacherCode: 'tournesol-42' },
    });
  });

  it('takes the addresses of real brokers, and never repeats a password', () => {
    const amqp = 'amqps://prof:secret@broker.local:5671/classe';
    expect(readConfig({ AMQP_URL: amqp, REDIS_URL: 'redis://localhost', MQTT_PORT: '0' })).toMatchObject({
      ok: true,
      config: { amqpUrl: amqp, redisUrl: 'redis://localhost', mqttPort: 0 },
    });
    const message = refused({ AMQP_URL: 'ampq://prof:p@ss@broker.local' });
    expect(message).toContain('AMQP_URL=ampq://***@broker.local');
    expect(message).not.toContain('ss@');
  });

  it('refuses to advertise an address of the network while listening to this machine only', () => {
    expect(refused({ KAFKA_ADVERTISED_HOST: '192.168.1.20' })).toContain(
      'HOST=0.0.0.0 KAFKA_ADVERTISED_HOST=192.168.1.20 npm start',
    );
    expect(readConfig({ KAFKA_ADVERTISED_HOST: '192.168.1.20', HOST: '0.0.0.0' }).ok).toBe(true);
    expect(readConfig({ KAFKA_ADVERTISED_HOST: 'poste-prof.local' }).ok).toBe(true);
  });

  it.each(['abc', '-1', '65536', '3000.5', '0x10', '1e3'])('refuses PORT=%s naming it and what to type', (port) => {
    expect(refused({ PORT: port })).toBe(
      `Réglage PORT=${port}\u00a0: il faut un nombre entier de 0 à 65535. Exemple\u00a0: PORT=3001 npm start`,
    );
  });

  it.each([
    ['HOST', 'a b'],
    ['HOST', '999.1.1.1'],
    ['HOST', 'http://localhost'],
    ['KAFKA_PORT', '99999'],
    ['KAFKA_ADVERTISED_HOST', 'nom:9092'],
    ['KAFKA_BROKERS', 'localhost'],
    ['KAFKA_BROKERS', 'localhost:0'],
    ['KAFKA_BROKERS', 'a:1,,b'],
    ['KAFKA_BROKERS', ','],
    ['KAFKA_DURABILITY', 'toujours'],
    ['CHAT_HISTORY_SIZE', '0'],
    ['CHAT_HISTORY_SIZE', '1e3'],
    ['CHAT_HISTORY_TTL', '-1'],
    ['TEACHER_CODE', 'court'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'redis://'],
    ['AMQP_URL', 'http://localhost:5672'],
    ['MQTT_URL', 'mqtt://ici ou là'],
    ['MQTT_PORT', '99999'],
    ['LOG_LEVEL', 'bavard'],
  ])('refuses %s=%s in one French sentence', (name, value) => {
    const message = refused({ [name]: value });
    expect(message).toContain(`Réglage ${name}=${value}`);
    expect(message).toMatch(/il faut .+ Exemple\u00a0: /);
    expect(message).not.toContain('\n');
  });
});
