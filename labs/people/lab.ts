// The lab `people`: who is here, under which name. Nothing happens in it that must be told twice: values by key only
// (see contract/person.ts), so its fold has nothing to fold.
import type { Lab } from '../lab.ts';

export const peopleLab: Lab<null, never> = { name: 'people', initial: () => null, fold: (state) => state };
