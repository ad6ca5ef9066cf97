// Unit and integration tests. `.test.ts` runs in Node, `.test.tsx` in a DOM; a test stands beside what it tests.
import { defineConfig } from 'vitest/config';

const shared = { exclude: ['**/node_modules/**', '.next/**', '.server/**'] };

export default defineConfig({
  test: {
    // More than cores: most files wait for brokers and programs.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 30_000,
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
