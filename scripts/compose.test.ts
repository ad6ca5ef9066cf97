// docker-compose.yml against what the README and its own head tell the reader to type. Read line by line: this machine may have no Docker.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const compose = read('docker-compose.yml');
const [head = '', body = ''] = compose.split(/^services:\n/m);

type Service = { name: string; text: string; ports: string[]; profile: string | null };
const services = body
  .split(/^volumes:\n/m)[0]
  ?.split(/^ {2}(?=[a-z])/m)
  .filter((text) => text.trim() !== '')
  .map((text): Service => {
    const inCluster = text.includes('*kafka-du-cluster');
    return {
      name: text.slice(0, text.indexOf(':')),
      text,
      ports: [...text.matchAll(/"127\.0\.0\.1:(\d+):\d+"/g)].map(([, port = '']) => port),
      profile: inCluster ? 'cluster' : (/profiles: \[(\w+)\]/.exec(text)?.[1] ?? null),
    };
  });
const find = (name: string): Service => {
  const service = services?.find((each) => each.name === name);
  if (!service) throw new Error(`no service ${name}`);
  return service;
};

/** Each `docker compose … up` and all that is to be typed after it, as far as the next one. */
function recipes(text: string): { profile: string | null; names: string[]; ports: string[] }[] {
  return text
    .split('docker compose ')
    .slice(1)
    .map((rest) => {
      const [piece = ''] = rest.split('```');
      const [command = ''] = piece.split(/\n|\s{2,}/);
      const [, profile = null] = /--profile (\w+)/.exec(command) ?? [];
      const names = (command.split(/ up ?/)[1] ?? '').split(' ').filter((word) => word !== '' && !word.startsWith('-'));
      const ports = [...piece.matchAll(/localhost:(\d+)/g)].map(([, port = '']) => port);
      return { profile, names, ports };
    });
}

describe('docker-compose.yml', () => {
  it('opens nothing but on this machine, and keeps data in volumes that are declared', () => {
    const declared = body.split(/^volumes:\n/m)[1] ?? '';
    expect(services?.length).toBeGreaterThan(5);
    for (const { name, text, ports } of services ?? []) {
      expect([name, [...text.matchAll(/^ {6}- "[^"]*\d+:\d+"/gm)].length]).toEqual([name, ports.length]);
      for (const [, volume] of text.matchAll(/^ {6}- ([a-z][a-z0-9-]*):\//gm))
        expect(declared).toContain(`  ${volume}:`);
    }
    for (const [, alias] of compose.matchAll(/<<: \*(\S+)/g)) expect(head).toContain(`&${alias}\n`);
    expect(compose).not.toContain('\t');
  });

  it.each(['README.md', 'docker-compose.yml'])('starts what %s says, on the ports that it says', (file) => {
    const told = recipes(file === 'README.md' ? read(file) : head);
    expect(told.map(({ profile }) => profile)).toEqual(expect.arrayContaining([null, 'brokers', 'cluster']));
    for (const { profile, names, ports } of told) {
      const started = names.length > 0 ? names.map(find) : (services ?? []).filter((each) => each.profile === profile);
      for (const service of started) expect([service.name, service.profile]).toEqual([service.name, profile]);
      const published = started.flatMap((service) => service.ports);
      for (const port of ports) expect(published).toContain(port);
    }
  });

  it('tells clients of each Kafka the port at which it is published', () => {
    for (const { name, text, ports } of services ?? []) {
      const [, port] = /HOST:\/\/localhost:(\d+)/.exec(text) ?? [];
      if (name.startsWith('kafka')) expect([name, ports]).toEqual([name, [port]]);
    }
  });
});
