// Who a person is to the others: a pseudonym, the same rule in the browser and on the server, and what the directory tells.
// With chat-names.ts, the only files of the contract with a little behaviour: a rule written twice would be two rules.

/** Value of the volatile key `p:<public id>` in the lab `people`. `here`: at least one page is open. */
export type PersonView = { name: string; here: boolean };

/** Volatile key of the lab `people` with the number of people connected, whether they gave a name or not. */
export const onlineKey = 'online';
/** Of several servers: `cut` while this page's one cannot reach the others, absent otherwise. */
export const linkKey = 'lien';
export const personKey = (id: string): string => `p:${id}`;
/** Value `true`: topics and groups that begin with `<slug>.` are a student's sandbox. */
export const sandboxKey = (slug: string): string => `s:${slug}`;

/** The shared workspace; any other one is named by the slug of its owner. */
export const sharedWorkspace = 'classe';

/** Before the names of what the product makes for somebody without a name: no slug begins so, « anonyme » is reserved. */
export const namelessPrefix = 'anonyme-';

/** `POST /moi` with `{ name }`: answered by an Ack of this, and by the cookie that keeps it. */
export type RenameReply = { name: string; slug: string };
export const renamePath = '/moi';

/** `name` is what others see; `slug` is the same for two names that only case, accents or - and _ tell apart. */
export type NameCheck = { ok: true; name: string; slug: string } | { ok: false; message: string };

export const nameLength = { min: 2, max: 24 } as const;

const reserved = new Set(
  [
    'prof professeur professeure professeurs profs enseignant enseignante maitre maitresse teacher instructeur',
    'relais admin administrateur administratrice root systeme system serveur server moderateur moderatrice',
    'classe class kafka anonyme personne moi vous page null undefined',
  ].flatMap((line) => line.split(' ')),
);

const letters: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Letters of other alphabets and digits that pass for a Latin letter, one under the other. */
const lookAlikes = {
  seen: 'авеєорсхуіјѕһкмнтгпғӏαορτυνικε0134579',
  taken: 'abeeopcxyijshkmhtrnflaoptuvikeoieastg',
} as const;
const looksLike = new Map([...lookAlikes.seen].map((one, index) => [one, lookAlikes.taken[index] ?? one]));
const withoutMarks = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * Lower case, no accents, only `a-z 0-9 -`: safe before a topic's name. Letters of other alphabets are told by their
 * code (`u0430`). `_` becomes `-`, because Kafka refuses topics that only `.` and `_` tell apart.
 */
export function slugOf(name: string): string {
  const plain = [...withoutMarks(name)].map((one) => letters[one] ?? one).join('');
  return plain.replace(/_/g, '-').replace(/[^a-z0-9-]/gu, (one) => `u${one.codePointAt(0)?.toString(16)}`);
}

/** Letters that nobody takes for a Latin one; those of the first two that somebody might are in the table above. */
const distinct =
  /^[\u0370-\u03ff\u0400-\u045f\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Thai}\p{Script=Georgian}\p{Script=Armenian}\p{Script=Ethiopic}\P{L}]$/u;
/** Stands for any letter: small capitals, letters with hooks, alphabets that borrow the shapes of another. */
const anyLetter = '?';
const shapeOf = (one: string): string => {
  const known = looksLike.get(one) ?? letters[one] ?? one;
  return /^[a-z]+$/.test(known) || distinct.test(known) ? known : anyLetter;
};
/** What one sees of letters that pass for one another: `I` and `l`, `rn` and `m`. */
const seenAs = (text: string): string =>
  text.replaceAll('l', 'i').replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('ci', 'd');
const reservedShapes = new Set([...reserved].map(seenAs));

function isReservedWord(text: string): boolean {
  const seen = seenAs(text);
  if (reserved.has(text) || reservedShapes.has(seen)) return true;
  if (!seen.includes(anyLetter)) return false;
  return [...reservedShapes].some(
    (word) => word.length === seen.length && [...seen].every((one, at) => one === anyLetter || one === word[at]),
  );
}

/** Would a reader take it for the teacher or for the product? Whole, or between two hyphens, digits around it aside. */
export function isReserved(name: string): boolean {
  const plain = withoutMarks(name).replace(/_/g, '-');
  return [plain, plain.replaceAll('-', ''), ...plain.split('-')]
    .flatMap((text) => [text, text.replace(/\d+$/, ''), text.replace(/^\d+/, ''), text.replace(/^\d+|\d+$/g, '')])
    .flatMap((text) => [text, [...text].map(shapeOf).join('')])
    .some(isReservedWord);
}

const refusal = (message: string): NameCheck => ({ ok: false, message });

/** Checks what somebody typed. The message of a refusal is French, whole, and says what to change. */
export function checkName(typed: string): NameCheck {
  if (typed.length > 200) return refusal(`Un pseudonyme a ${nameLength.max} caractères au plus.`);
  const name = typed.normalize('NFC').trim();
  const length = [...name].length;
  if (length < nameLength.min) return refusal(`Un pseudonyme a au moins ${nameLength.min} caractères.`);
  if (length > nameLength.max) return refusal(`Un pseudonyme a ${nameLength.max} caractères au plus.`);
  // Default_Ignorable_Code_Point: letters that draw nothing (U+3164 among others).
  if (!/^[\p{L}\p{Nd}_-]+$/u.test(name) || /\p{Default_Ignorable_Code_Point}/u.test(name))
    return refusal(
      'Un pseudonyme s’écrit avec des lettres, des chiffres, «\u00a0-\u00a0» et «\u00a0_\u00a0», sans espace.',
    );
  if (!/^[\p{L}\p{Nd}]/u.test(name)) return refusal('Un pseudonyme commence par une lettre ou un chiffre.');
  if (/\p{Script=Latin}/u.test(name) && /(?!\p{Script=Latin})\p{L}/u.test(name))
    return refusal('Un pseudonyme s’écrit avec un seul alphabet.');
  if (isReserved(name)) return refusal('Ce nom est réservé. Choisissez-en un autre.');
  return { ok: true, name, slug: slugOf(name) };
}
