// How fields of this panel look.
export const inputClass = 'min-w-0 rounded-lg border border-line bg-sheet px-2 py-1 font-mono';
