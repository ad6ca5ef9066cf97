// Import directions of the house (docs/architecture.md). Fails on a violation, fails when it looked at nothing, and
// fails when a planted violation is not caught.
import { cruise } from 'dependency-cruiser';
import { rules } from './import-rules.mjs';
import { root } from './lib.mjs';

process.chdir(root);
const rooms = ['app', 'cli', 'components', 'contract', 'labs', 'lessons', 'server'];
const floor = 150;

async function look(paths) {
  const options = {
    ruleSet: { forbidden: rules },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.mdx', '.json'] },
  };
  const { output } = await cruise(paths, options);
  return output.summary;
}

const planted = await look(['scripts/fixtures/imports']);
const caught = new Set(planted.violations.map((violation) => violation.rule.name));
const blind = rules.filter((rule) => !caught.has(rule.name)).map((rule) => rule.name);
if (blind.length > 0) {
  console.error(`import rules that catch nothing in scripts/fixtures/imports: ${blind.join(', ')}`);
  process.exit(1);
}

const real = await look(rooms);
for (const { rule, from, to } of real.violations) console.error(`${rule.name}: ${from} → ${to}`);
if (real.totalCruised < floor) console.error(`only ${real.totalCruised} modules seen, expected at least ${floor}`);
console.log(
  `imports: ${real.totalCruised} modules, ${real.violations.length} violations, ${rules.length} rules proven`,
);
process.exit(real.violations.length > 0 || real.totalCruised < floor ? 1 : 0);
