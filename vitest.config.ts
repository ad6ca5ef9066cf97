// Unit and integration tests. `.test.ts` runs in Node, `.test.tsx` in a DOM; a test stands beside what it tests.
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const shared = { exclude: ['**/node_modules/**', '.next/**', '.server/**'] };

/** What takes longest begins first, so that nothing long is left when all the rest is done; measured, and a wrong guess costs only time. */
const long = [
  'server/broker/testing/matrix',
  'server/labs/correction.programs',
  'server/labs/serveurs/',
  'server/kafka/view/cluster/view',
  'cli/brokers-programs',
  'server/cluster/class',
  'server/queue/',
  'labs/kafka/lab',
  'server/labs/exercices-salon/programs',
  'server/labs/travail/travail',
  'server/app',
  'server/broker/clients.',
  'server/labs/brokers',
  'server/kafka/',
  'server/labs/',
  'bench/',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = long.findIndex((each) => moduleId.includes(`/${each}`));
      return place === -1 ? long.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // More than cores: most files wait for brokers and programs.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // Patience for a busy machine; what is waited for is always a condition.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['{contract,labs,server,lessons,scripts,cli,bench}/**/*.test.ts', 'components/**/*.test.ts'],
          ...shared,
        },
      },
      {
        extends: true,
        test: { name: 'dom', environment: 'happy-dom', include: ['components/**/*.test.tsx'], ...shared },
      },
    ],
  },
});
