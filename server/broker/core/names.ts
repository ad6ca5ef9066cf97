// Names a client may give: topics (Apache's Topic.validate) and client software (KIP-511).

const topicPattern = /^[a-zA-Z0-9._-]{1,249}$/;
const softwarePattern = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;

/** Null when the name is a legal topic name, else why not, in English. */
export function topicNameProblem(name: string): string | null {
  if (name === '') return 'Topic name is invalid: it is empty';
  if (name === '.' || name === '..') return `Topic name is invalid: '${name}' is reserved`;
  if (name.length > 249) return 'Topic name is invalid: it is longer than 249 characters';
  return topicPattern.test(name) ? null : 'Topic name is invalid: only letters, digits, ".", "_" and "-" are legal';
}

/** The name in metrics, where "." and "_" are the same: two topics must not share it. */
export const collisionKey = (topic: string): string => topic.replaceAll('.', '_');

/** Client software name and version of ApiVersions v3+. */
export const isSoftwareName = (text: string): boolean => text.length <= 256 && softwarePattern.test(text);
