// Where the browser remembers the workspace; any value is the person's own. Also read before the first paint (shell/boot.ts).
export const workspaceStorage = 'relais.espace';
