// What must be known before the first paint: theme, projector, width of the text. One tiny inline script, the same in
// every page, so that the server can allow it by its hash.
import { workspaceStorage } from '../realtime/workspace-storage.ts';

export const storage = { theme: 'relais.theme', split: 'relais.partage', workspace: workspaceStorage } as const;

/** The reader's choice; `system` is the absence of one. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** A lit room wants paper: the projector is light unless dark was chosen on purpose. */
export const bootScript = `(function(){var d=document.documentElement,t=null,s=null;
try{t=localStorage.getItem('${storage.theme}');s=Number(localStorage.getItem('${storage.split}'));
if(localStorage.getItem('${storage.workspace}'))d.dataset.espace=''}catch(e){}
var p=new URLSearchParams(location.search).has('projection');if(p)d.dataset.projection='';
if(t!=='light'&&t!=='dark')t=!p&&matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';
d.dataset.theme=t;if(s>=20&&s<=50)d.style.setProperty('--split',s+'%')})()`;
