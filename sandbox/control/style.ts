/** The product's tokens and sizes, for pages that fetch nothing. */
export const STYLE = `
:root{--surface:oklch(.985 .003 250);--raised:oklch(1 0 0);--line:oklch(.9 .006 250);--text:oklch(.24 .015 255);
--muted:oklch(.47 .018 255);--accent:oklch(.5 .15 255);--on-accent:oklch(.99 0 0);--good:oklch(.45 .11 155);
--warn:oklch(.48 .11 70);--bad:oklch(.5 .18 27)}
@media (prefers-color-scheme:dark){:root{--surface:oklch(.19 .008 255);--raised:oklch(.225 .009 255);
--line:oklch(.34 .012 255);--text:oklch(.94 .005 250);--muted:oklch(.74 .012 250);--accent:oklch(.76 .11 250);
--on-accent:oklch(.19 .02 255);--good:oklch(.78 .13 155);--warn:oklch(.82 .12 80);--bad:oklch(.76 .14 25)}}
*{box-sizing:border-box}
body{margin:0;background:var(--surface);color:var(--text);font:16px/1.6 system-ui,-apple-system,"Segoe UI",sans-serif;
font-variant-numeric:tabular-nums}
header,main,footer{max-width:64rem;margin:0 auto;padding:0 20px}
header{display:flex;flex-wrap:wrap;gap:0 24px;align-items:center;min-height:64px;border-bottom:1px solid var(--line)}
.brand{font-weight:600;color:var(--text);text-decoration:none;margin-right:auto;white-space:nowrap;padding:8px 0}
nav{display:flex;flex-wrap:wrap;gap:4px}nav a{padding:8px 12px;color:var(--muted);text-decoration:none;border-radius:6px}
nav a:hover{color:var(--text);background:var(--line)}
nav a[aria-current]{color:var(--text);font-weight:550;box-shadow:inset 0 -2px var(--accent);border-radius:6px 6px 0 0}
main{padding-top:32px;padding-bottom:48px}footer{padding-bottom:32px;color:var(--muted);font-size:14px}
h1{font-size:28px;line-height:1.25;letter-spacing:-.015em;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:20px;line-height:1.3;margin:40px 0 12px}h3{font-size:16px;line-height:1.5;margin:24px 0 8px}
p{margin:0 0 16px}.muted{color:var(--muted)}.small{font-size:14px}
a{color:var(--accent);text-underline-offset:3px}code{font:14px/1.6 ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-9999px}.skip:focus{left:20px;top:8px;background:var(--raised);padding:8px 12px}
.big{font-size:40px;line-height:1.2;font-weight:600;letter-spacing:-.02em;margin:0}
.big .muted{font-size:20px;font-weight:400;letter-spacing:0;white-space:nowrap}
.rows{list-style:none;margin:0;padding:0;border-top:1px solid var(--line)}
.rows li{border-bottom:1px solid var(--line)}
.rows a.row{display:grid;grid-template-columns:minmax(0,16rem) minmax(0,1fr) auto;gap:4px 20px;padding:12px 8px;
margin:0 -8px;color:inherit;text-decoration:none;border-radius:6px}
.rows a.row:hover{background:var(--raised)}.rows strong{font-weight:550;overflow-wrap:anywhere}
.rows .who,.rows time,.rows .what{color:var(--muted);overflow-wrap:anywhere}.rows time{font-size:14px;white-space:nowrap}
form{margin:0}fieldset{border:0;margin:0;padding:0}fieldset .sure{margin-top:16px;padding-top:16px;border-top:1px solid var(--line)}
form.find{display:flex;flex-wrap:wrap;gap:12px;align-items:end;margin:24px 0}
label{display:grid;gap:4px;font-size:14px;color:var(--muted);flex:1 1 12rem;max-width:28rem}
label.whole{flex-basis:100%;max-width:none}
label.tick{padding:8px 0;line-height:1.5;display:flex;max-width:none;gap:12px;align-items:center;color:var(--text);font-size:16px;min-height:44px}
input,select{font:inherit;font-size:16px;color:var(--text);background:var(--raised);border:1px solid var(--muted);border-radius:6px;
padding:8px 12px;min-height:44px;width:100%}
input[type=checkbox]{width:20px;min-height:20px;height:20px;margin:0;flex:none;accent-color:var(--accent)}
.button{font:inherit;font-weight:550;display:inline-flex;align-items:center;min-height:44px;padding:0 16px;border:1px solid transparent;
border-radius:6px;background:var(--accent);color:var(--on-accent);text-decoration:none;cursor:pointer}
.quiet{background:var(--raised);color:var(--text);border-color:var(--line)}.quiet:hover{border-color:var(--muted)}
.button[disabled]{color:var(--muted);background:none;border:1px dashed var(--line);cursor:not-allowed}
.danger{background:var(--bad);color:var(--surface)}
.actions{display:flex;flex-wrap:wrap;gap:12px;align-items:center;margin:16px 0}
.notice{padding:12px 16px;border:1px solid var(--line);border-radius:10px;background:var(--raised)}
.problem{border-color:var(--bad)}
.badge{white-space:nowrap;font-size:14px}.good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}.plain{color:var(--muted)}
.story{list-style:none;margin:0;padding:0}
.story li{display:grid;grid-template-columns:1.25rem minmax(0,1fr) auto;gap:0 8px;padding:8px 0;border-bottom:1px solid var(--line)}
.story time{color:var(--muted);font-size:14px;white-space:nowrap}.story p{margin:0;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:16px 0;position:relative}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{text-align:left;color:var(--muted);padding-bottom:8px}
th,td{text-align:left;font-weight:inherit;padding:8px 16px 8px 0;border-bottom:1px solid var(--line);vertical-align:top}
th:last-child,td:last-child{padding-right:0}td.number,th.number{text-align:right}
td time,td .button,td.number,td.whole{white-space:nowrap}thead th{color:var(--muted);white-space:nowrap}.about{min-width:12rem;overflow-wrap:anywhere}
td .button{min-height:36px;padding:0 12px}td.none{color:var(--muted)}
td details{border:0}td summary{padding:0;color:var(--muted)}td details>ul{padding:8px 0 0}
.minor{list-style:none;margin:0}.minor li{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center;padding:4px 0}.minor code{flex:1 1 16rem}
.rows+p,.story+p{margin-top:16px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:4px 20px;margin:16px 0 24px}
dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
details{border-bottom:1px solid var(--line)}summary{padding:12px 0;cursor:pointer;overflow-wrap:anywhere}
summary strong{font-weight:550}details>form,details>div{padding:4px 0 20px}
.fields{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,14rem),1fr));gap:16px;margin:12px 0 16px;align-items:start}
details details{border:0;margin:0 0 8px}details details summary{padding:4px 0;color:var(--muted);font-size:14px}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:0 48px}
.tabs{display:flex;flex-wrap:wrap;gap:4px;margin:0 0 12px}.tabs a{padding:8px 12px;border-radius:6px;color:var(--muted);text-decoration:none}
.tabs a[aria-current]{background:var(--line);color:var(--text);box-shadow:none;border-radius:6px}
iframe{width:100%;height:34rem;border:1px solid var(--line);border-radius:10px;background:oklch(1 0 0)}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.6 ui-monospace,SFMono-Regular,Menlo,monospace;
background:var(--raised);border:1px solid var(--line);border-radius:10px;padding:20px;margin:0}
@media (max-width:40rem){.rows a.row{grid-template-columns:1fr}h1{font-size:24px}.big{font-size:28px}.big .muted{display:block}
dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}
.stacks thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.stacks,.stacks tbody{display:block}
.stacks tr{display:flex;flex-wrap:wrap;align-items:center;gap:4px 16px;padding:12px 0;border-bottom:1px solid var(--line)}
.stacks th,.stacks td{padding:0;border:0;min-width:0}.stacks th,.stacks td:first-child{flex-basis:100%}.stacks .none{display:none}.stacks td .button{min-height:44px}
header nav{margin:0 -8px 4px;gap:0}header nav a{padding:6px 8px;font-size:14px}.story li{grid-template-columns:1.25rem minmax(0,1fr)}.story time{grid-column:2}}
`;
