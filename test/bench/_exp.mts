import { Instance, SIGNING_SECRET, freePort } from '../support/instance.mts';
import { EditorApi } from '../../scripts/lib/editorApi.mts';
import { newDeliveries } from './lib/bookings.mts';
import { Client, now } from './lib/load.mts';
import { Mailbox } from './lib/mailbox.mts';
import { cpuMs, untilQuiet } from './lib/process.mts';
import { publishStockJob, STOCK_RECIPIENT } from './lib/stockJob.mts';
const variant = process.argv[2] ?? 'ids';
const rounds = Number(process.argv[3] ?? 3);
const R='menuisier@example.com';
const mailbox = await Mailbox.start();
const inst = new Instance();
try {
 await inst.start({ N8N_PORT:String(await freePort()), SMTP_HOST:'127.0.0.1', SMTP_PORT:String(mailbox.port), SMTP_SECURE:'false', NOTIFICATION_EMAIL:R, SENDER_EMAIL:'rdv@example.com' });
 const pid = inst.n8nPid();
 const stockUrl = await publishStockJob(inst.run);
 const sides:any = { ours:{c:new Client(inst.run.webhook, SIGNING_SECRET), r:R}, stock:{c:new Client(stockUrl,SIGNING_SECRET), r:STOCK_RECIPIENT} };
 const series = async (s:any, n:number, w:number) => {
  const d=newDeliveries(n); await untilQuiet(pid);
  const c0=cpuMs(pid), t0=now();
  const a=await s.c.postAll(d.map(x=>x.body), w);
  const answered=Math.max(...a.map((x:any)=>x.sentAt+x.milliseconds));
  const arr=await mailbox.untilArrived(s.r,d.map(x=>x.booking),180000);
  await untilQuiet(pid);
  return { ans:n/((answered-t0)/1000), jobs:n/((Math.max(...arr.map((x:any)=>x??1e15))-t0)/1000), cpu:(cpuMs(pid)-c0)/n };
 };
 const single = async (s:any) => { const [d]=newDeliveries(1); await untilQuiet(pid); const a=await s.c.post(d.body); const [m]=await mailbox.untilArrived(s.r,[d.booking],180000); return {a:a.milliseconds,m:(m??1e15)-a.sentAt}; };
 const med=(x:number[])=>x.toSorted((a,b)=>a-b)[Math.floor(x.length/2)];
 const measure = async (name:string) => {
  await series(sides.ours,48,8); await series(sides.stock,48,8);
  const R:any={ours:[],stock:[]}, S:any={ours:[],stock:[]};
  for(let i=0;i<rounds;i++) for(const k of (i%2?['ours','stock']:['stock','ours'])) R[k].push(await series(sides[k],80,8));
  for(let i=0;i<8*rounds;i++) for(const k of ['ours','stock']) S[k].push(await single(sides[k]));
  const f=(k:string)=>{const o=med(R.ours.map((x:any)=>x[k])),s=med(R.stock.map((x:any)=>x[k]));return `${k} ${o.toFixed(1)}/${s.toFixed(1)}=${(o/s).toFixed(2)}`};
  const g=(k:string)=>{const o=med(S.ours.map((x:any)=>x[k])),s=med(S.stock.map((x:any)=>x[k]));return `${k} ${o.toFixed(1)}/${s.toFixed(1)}=${(o/s).toFixed(2)}`};
  console.log(name, f('ans'), f('jobs'), f('cpu'), 'single', g('a'), g('m'));
 };
 await measure('base');
 if (variant==='ids') {
  const api = new EditorApi(inst.run); await api.login();
  for (const id of ['ArchiMeubleMot01','ArchiMeubleRdv01']) {
   const wf:any = await api.ask('GET', `/rest/workflows/${id}`);
   for (const n of wf.nodes) { const t=n.parameters.dataTableId; if (t?.mode==='name') { const [row]=inst.query('SELECT id FROM data_table WHERE name = ?', t.value); n.parameters.dataTableId={__rl:true,mode:'list',value:row.id,cachedResultName:t.value}; } }
   const made:any = await api.ask('PATCH', `/rest/workflows/${id}`, { nodes:wf.nodes, connections:wf.connections, versionId:wf.versionId });
   await api.ask('POST', `/rest/workflows/${id}/activate`, { versionId: made.versionId });
  }
  await measure('ids');
 }
 for (const k of ['ours','stock']) sides[k].c.close();
} finally { await inst.stop(); inst.remove(); mailbox.stop(); }
