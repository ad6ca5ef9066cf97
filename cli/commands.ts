// What was typed: a command, or words for the current room.

export type Typed =
  | { kind: 'join' | 'leave' | 'history'; room: string | null }
  | { kind: 'msg'; to: string; text: string }
  | { kind: 'quit' | 'help' | 'nothing' }
  | { kind: 'text'; text: string }
  /** `message`: French, what to type instead. */
  | { kind: 'wrong'; message: string };

/** `//join` says « /join » in the room. */
export function readTyped(line: string): Typed {
  const text = line.trim();
  if (text === '') return { kind: 'nothing' };
  if (!text.startsWith('/')) return { kind: 'text', text };
  if (text.startsWith('//')) return { kind: 'text', text: text.slice(1) };
  const [, command = '', rest = ''] = /^\/(\S*)\s*(.*)$/s.exec(text) ?? [];
  switch (command.toLowerCase()) {
    case 'join':
      return rest === ''
        ? { kind: 'wrong', message: 'Quelle salle\u00a0? Tapez\u00a0: /join salle' }
        : { kind: 'join', room: rest };
    case 'leave':
    case 'history':
      return { kind: command.toLowerCase() as 'leave' | 'history', room: rest || null };
    case 'msg': {
      const [, to, words] = /^@(\S+)\s+(.+)$/s.exec(rest) ?? [];
      if (to === undefined || words === undefined)
        return { kind: 'wrong', message: 'À qui, et quoi\u00a0? Tapez\u00a0: /msg @pseudo texte' };
      return { kind: 'msg', to, text: words };
    }
    case 'quit':
      return { kind: 'quit' };
    case 'help':
    case 'aide':
      return { kind: 'help' };
    default:
      return { kind: 'wrong', message: `«\u00a0/${command}\u00a0» n’existe pas. Tapez /aide pour la liste.` };
  }
}
