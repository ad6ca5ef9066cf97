// Content is tested like code: every lesson's meta, skeleton, links, typography and drawings. No browser needed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onceOnly } from '#labs/accuses/experiment.ts';
import { crashAndReplay, everySetting, severalLots } from '#labs/atelier/experiments.ts';
import { mistakes } from '#labs/correction/mistakes.ts';
import { exercises } from '#labs/exercices-salon/judge/index.ts';
import { experiments as ofChat } from '#labs/exercices-salon/seen.ts';
import { killOne, shareTen } from '#labs/file/experiments.ts';
import { experiments as ofKafka } from '#labs/kafka/experiments/index.ts';
import { lateSubscriber } from '#labs/pubsub/experiment.ts';
import { fillTheGap } from '#labs/reseau/experiment.ts';
import { findReaders } from '#labs/routage/experiment.ts';
import { oneRoom } from '#labs/serveurs/experiment.ts';
import { freeze } from '#labs/travail/experiment.ts';
import { describeDiagram, fencesOf, installedMermaid, mermaidVersion } from '../scripts/mdx/diagram-source.mjs';
import { allDownloads, allLessons, findLesson, metaOf } from './load.ts';
import { modules, skeleton } from './schema.ts';

const root = import.meta.dirname;
const lessons = allLessons();
const experiments = [
  ...ofKafka,
  ...ofChat,
  ...exercises,
  shareTen,
  killOne,
  lateSubscriber,
  freeze,
  oneRoom,
  fillTheGap,
  findReaders,
  onceOnly,
  everySetting,
  crashAndReplay,
  severalLots,
];
const sourceOf = (file: string) => readFileSync(join(root, `${file}.mdx`), 'utf8');
/** What is read as prose: no code, no tags, no import of ours. */
const proseOf = (source: string) =>
  source
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`\n]*`/g, 'x')
    .replace(/<[^>]+>/g, '')
    .replace(/https:\/\/\S+/g, '');

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

describe('the course', () => {
  it('has lessons, in folders that are modules of the course', () => {
    expect(lessons.length).toBeGreaterThan(0);
    const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const known = modules.map(({ number, slug }) => `${String(number).padStart(2, '0')}-${slug}`);
    for (const { name } of folders) expect(known).toContain(name);
  });

  it('gives each page its own address', () => {
    expect(new Set(lessons.map(({ path }) => path)).size).toBe(lessons.length);
    for (const lesson of lessons) expect(findLesson(lesson.module.slug, lesson.slug)?.file).toBe(lesson.file);
  });

  it('refuses a misspelt key, naming the file', () => {
    const source = sourceOf(lessons[0]?.file ?? '').replace('  minutes:', '  minuts:');
    expect(() => metaOf(source, 'wrong.mdx')).toThrow(/wrong\.mdx[\s\S]*minuts/);
    expect(() => metaOf('# no meta', 'bare.mdx')).toThrow(/bare\.mdx/);
  });

  it('shows every experiment of the labs, each on one page', () => {
    const named = lessons.flatMap(({ file }) =>
      [...sourceOf(file).matchAll(/<Experience nom="([^"]+)"/g)].map((match) => match[1]),
    );
    expect(named.sort()).toEqual(experiments.map(({ id }) => id).sort());
  });

  it('keeps one drawing per theme for each diagram, and no other', () => {
    expect(installedMermaid()).toBe(mermaidVersion);
    const wanted = new Set<string>();
    for (const { file } of lessons) {
      for (const fence of fencesOf(sourceOf(file))) {
        const { id } = describeDiagram(fence, file);
        for (const theme of ['light', 'dark']) wanted.add(join(root, dirname(file), 'diagrams', `${id}.${theme}.svg`));
      }
    }
    const present = filesUnder(root).filter((file) => file.endsWith('.svg'));
    expect(present.sort(), 'run `npm run diagrams`').toEqual([...wanted].sort());
    for (const file of present) {
      expect(readFileSync(file, 'utf8')).not.toMatch(
        /<(script|style|foreignObject|a|image|use)\b|\son\w+=|href=|\sstyle=/,
      );
    }
  });
});

describe('the correction of the TD', () => {
  it('sends to pages that exist whoever made a mistake it can name', () => {
    const paths = lessons.map(({ path }) => path);
    for (const { page } of Object.values(mistakes)) expect(paths).toContain(page);
  });
});

describe('the programs to download', () => {
  it('come in Python and in TypeScript, each under its own name', () => {
    const names = allDownloads().map(({ name }) => name);
    for (const program of ['producteur', 'consommateur']) {
      expect(names).toContain(`${program}.py`);
      expect(names).toContain(`${program}.ts`);
    }
    expect(names).toEqual(expect.arrayContaining(['requirements.txt', 'package.json']));
  });

  it('have the same settings in both languages', () => {
    const setting = (name: string, key: string) => {
      const file = allDownloads().find((each) => each.name === name)?.file ?? '';
      return new RegExp(`^(?:const )?${key} = ['"]([^'"]+)['"]`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
    };
    for (const [program, keys] of [
      ['producteur', ['SERVEUR', 'TOPIC']],
      ['consommateur', ['SERVEUR', 'TOPIC', 'GROUPE']],
    ] as const) {
      for (const key of keys) {
        expect(setting(`${program}.ts`, key)).toBeDefined();
        expect(setting(`${program}.ts`, key)).toBe(setting(`${program}.py`, key));
      }
    }
  });
});

describe.each(lessons.map((lesson) => [lesson.file, lesson] as const))('lesson %s', (file, lesson) => {
  const source = sourceOf(file);

  it('predicts, runs, observes, changes and makes, in this order', () => {
    const headings = [...source.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(headings.filter((heading) => skeleton.some((step) => step === heading))).toEqual([...skeleton]);
  });

  it('says where to look before something is run', () => {
    if (lesson.meta.panel) expect(source).toContain('<RegardezBien>');
  });

  it('names only programs and panel parts that exist', () => {
    const names = allDownloads().map(({ name }) => name);
    for (const [, name] of source.matchAll(/<Programme fichier="([^"]+)"/g)) expect(names).toContain(name);
    if (!lesson.meta.panel) return;
    const folder = join(root, '..', 'components', 'panels', lesson.meta.panel);
    const panel = filesUnder(folder)
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    // A switch of the workshop is marked by the name of its setting, a stack of the queue by its target.
    const marked = [...panel.matchAll(/(?:data-cible|target|<Switch\s+name)=(?:"([^"]+)"|\{`([^`]+)`\})/g)].flatMap(
      (match) => (match[1] ?? match[2] ?? '').split(' '),
    );
    for (const [, target] of source.matchAll(/<Voir cible="([^"]+)"/g)) {
      const found = marked.some(
        (name) => name === target || (name.includes('${') && target?.startsWith(name.split('${')[0] ?? '')),
      );
      expect(found, `no part of the panel is marked data-cible="${target}"`).toBe(true);
    }
  });

  it('names only experiments that a lab knows', () => {
    const known = experiments.map(({ id }) => id);
    for (const [, name] of source.matchAll(/<Experience nom="([^"]+)"/g)) expect(known).toContain(name);
  });

  it('quotes the compose file as it is', () => {
    const compose = readFileSync(join(root, '..', 'docker-compose.yml'), 'utf8').split('\n');
    for (const [, yaml] of source.matchAll(/```yaml\n([\s\S]*?)```/g)) {
      for (const line of (yaml ?? '').trimEnd().split('\n')) expect(compose).toContain(line);
    }
  });

  it('shows programs as they are in their files', () => {
    const folder = join(root, dirname(file), 'programmes');
    if (lesson.module.slug !== 'brokers') return;
    const texts = filesUnder(folder).map((path) => readFileSync(path, 'utf8'));
    for (const [, language, code = ''] of source.matchAll(/```(js|bash)\n([\s\S]*?)```/g)) {
      // Of commands, those to a broker alone are in files.
      if (language === 'bash' && !/^(redis-cli|mosquitto_)/m.test(code)) continue;
      expect(
        texts.some((text) => text.includes(code)),
        `in no program:\n${code}`,
      ).toBe(true);
    }
  });

  it('links to pages of the course that exist', () => {
    const paths = new Set([
      '/',
      '/labo/accuses',
      '/labo/atelier',
      '/labo/file',
      '/labo/kafka',
      '/labo/ordre',
      '/labo/pubsub',
      '/labo/reseau',
      '/labo/routage',
      '/labo/salon',
      '/labo/connexion',
      ...lessons.map(({ path }) => path),
    ]);
    for (const [, path] of source.matchAll(/\]\((\/[^)#]*)/g)) expect(paths).toContain(path);
  });

  it('is set as French is: no plain space before ; : ! ? or inside « »', () => {
    const wrong = proseOf(source).match(/.{0,20}(?: [;:!?»](?:\s|$)|« ).{0,20}/gm) ?? [];
    expect(wrong).toEqual([]);
    expect(proseOf(source)).not.toMatch(/[a-zà-ÿ]'[a-zà-ÿ]/i);
  });

  it('keeps its drawings beside it', () => {
    for (const fence of fencesOf(source)) {
      const { id } = describeDiagram(fence, file);
      expect(existsSync(join(root, dirname(file), 'diagrams', `${id}.light.svg`))).toBe(true);
    }
  });
});
