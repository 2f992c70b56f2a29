// Whether all is well: the fleet, the database, the jobs, the backups.

import type { FleetView, Health, Job, JobRun, Jobs } from "../api/types";
import { useAllRooms } from "../api/rooms";
import { useMay } from "../api/session";
import { useApi } from "../api/use";
import { bytes, count, duration, full, millis, plural, words } from "../lib/format";
import { needsEyes } from "../lib/fleet";
import { useParam, useRooms } from "../router";
import { Ago, Card, Chip, Figure, PageHead, PhaseChip, RoomLink, Tabs } from "../ui/bits";
import { Icon } from "../ui/icons";
import { LogTail } from "../ui/log-tail";
import { Empty, Show } from "../ui/states";

export function StatusPage() {
  const isAdmin = useMay("rooms:admin");
  const [tab] = useParam<"now" | "log">("tab", "now");
  return (
    <>
      <PageHead title="Status" lead="How the machinery is." />
      {isAdmin && <Tabs label="Parts of the page" fallback="now" tabs={[["now", "Now"], ["log", "Log of the fleet"]]} />}
      {tab === "log" && isAdmin ? <LogTail source={{ source: "fleet" }} title="Log of the supervisor" /> : <Now isAdmin={isAdmin} />}
    </>
  );
}

function Now({ isAdmin }: { isAdmin: boolean }) {
  const health = useApi<Health>("/health", 15);
  const fleet = useApi<FleetView>(isAdmin ? "/fleet" : null, 15);
  const jobs = useApi<Jobs>("/jobs", 60);
  const named = useRooms();
  const rooms = (useAllRooms() ?? []).filter((room) => named.length === 0 || named.includes(room.id));
  const troubled = rooms.filter(needsEyes);
  return (
    <div class="stack">
      <Show from={health} lines={1} height={92}>{(now) => (
        <>
          <Verdict health={now} troubled={troubled.length} />
          <dl class="figures">
            <Figure name="Version" value={now.version} /><Figure name="Supervisor up for" value={duration(now.uptime)} />
            <Figure name="Rooms joined" value={<>{count(now.rooms.ready)}<span class="of"> of {count(now.rooms.total)}</span></>} />
            <Figure name="Database" value={now.connections.database ? "answers" : "away"} tone={now.connections.database ? "green" : "red"} />
            <Figure name="Live readers" value={count(now.connections.websocket)} />
          </dl>
        </>
      )}</Show>
      {troubled.length > 0 && (
        <Card flush title="Rooms that need a look">
          <table class="table"><thead class="visually-hidden"><tr><th>Room</th><th>State</th><th>Why</th></tr></thead><tbody>{troubled.map((room) => <tr key={room.id}><td><RoomLink id={room.id} /></td><td><PhaseChip phase={room.state} reason={room.reason} /></td><td class="muted">{room.reason ?? "–"}</td></tr>)}</tbody></table>
        </Card>
      )}
      <div class="columns">
        {isAdmin && <Show from={fleet} lines={6}>{(view) => <><Database view={view} /><Backups view={view} /></>}</Show>}
        {!isAdmin && <Card title="Database and backups"><Empty icon="key" title="For admins.">Sign in with a token for all rooms to see the database, the backups and the log.</Empty></Card>}
      </div>
      <Show from={jobs} lines={6} height={34}>{(all) => <><JobTable jobs={all.jobs} /><Runs runs={all.runs} /></>}</Show>
    </div>
  );
}

function Verdict({ health, troubled }: { health: Health; troubled: number }) {
  const isWell = health.connections.database && troubled === 0;
  return (
    <p class={`verdict ${isWell ? "tone-green" : "tone-amber"}`} role="status">
      <Icon name={isWell ? "check" : "alert"} size={22} />
      <span>{isWell ? "All is well." : [health.connections.database ? "" : "The database is away; what is said waits on the disk.", troubled > 0 ? `${plural(troubled, "room")} ${troubled === 1 ? "needs" : "need"} a look.` : ""].filter(Boolean).join(" ")}</span>
      <span class="muted small">as of {full(health.timestamp)}</span>
    </p>
  );
}

function Facts({ rows }: { rows: [string, preact.ComponentChildren][] }) {
  return <dl class="facts wide">{rows.filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

const STATES: Record<string, string> = { ready: "green", starting: "blue", down: "red", unknown: "grey" };

function Database({ view }: { view: FleetView }) {
  const { kind, state, pid, restarts, reason, last_failure } = view.database;
  const spooled = view.rooms.reduce((all, room) => all + room.records_spooled, 0);
  const lost = view.rooms.reduce((all, room) => all + room.records_lost, 0);
  return (
    <Card title="Database" tools={<Chip tone={STATES[state] ?? "grey"}><i class="dot" />{state}</Chip>}>
      <Facts rows={[["Server", kind === "embedded" ? "the fleet's own" : "another's"], ["Process", pid], ["Restarts", count(restarts)], ["Why", reason], ["Ended last", last_failure], ["Waiting on disk", plural(spooled, "record")], ["Lost", lost > 0 ? <span class="ink-red">{plural(lost, "record")}</span> : "nothing"]]} />
    </Card>
  );
}

function Backups({ view }: { view: FleetView }) {
  const { newest, newest_bytes, good, damaged, next, is_running, last } = view.backup;
  return (
    <Card title="Backups" tools={is_running ? <Chip tone="blue">one is being taken</Chip> : last?.error ? <Chip tone="red">the last one failed</Chip> : <Chip tone={good > 0 ? "green" : "amber"}>{good > 0 ? plural(good, "good one") : "none yet"}</Chip>}>
      <Facts rows={[["Newest", newest ? <Ago time={newest} /> : "none yet"], ["Its size", newest_bytes === null ? null : bytes(newest_bytes)], ["Took", last ? `${last.took_seconds.toFixed(1)} s` : null], ["Not whole", damaged > 0 ? count(damaged) : "none"], ["Next", next ? <Ago time={next} /> : "by hand"], ["Failed", last?.error ? <span class="ink-red">{last.error}</span> : null]]} />
    </Card>
  );
}

const JOBS: Record<string, string> = { idle: "green", running: "blue", error: "red" };

function JobTable({ jobs }: { jobs: Job[] }) {
  return (
    <Card flush title="Jobs">
      <div class="table-wrap"><table class="table">
        <thead><tr><th scope="col">Job</th><th scope="col">State</th><th scope="col">Last done</th><th scope="col" class="wide-only">Next</th><th scope="col" class="num wide-only">Rows</th><th scope="col" class="num wide-only">Took</th></tr></thead>
        <tbody>{jobs.map((job) => (
          <tr key={job.name}>
            <td><b>{words(job.name)}</b>{job.schedule && <span class="sub">{job.schedule}</span>}</td>
            <td><Chip tone={JOBS[job.status] ?? "grey"}>{job.status}</Chip>{job.n_failures > 0 && <span class="sub ink-red" title={job.last_error ?? undefined}>failed {job.n_failures}×{job.last_error ? `: ${job.last_error}` : ""}</span>}</td>
            <td class="muted"><Ago time={job.last_success} /></td><td class="muted wide-only">{job.next_run ? <Ago time={job.next_run} /> : "–"}</td><td class="num wide-only">{count(job.n_records)}</td><td class="num wide-only">{millis(job.took_ms)}</td>
          </tr>
        ))}</tbody>
      </table></div>
    </Card>
  );
}

function Runs({ runs }: { runs: JobRun[] }) {
  if (runs.length === 0) return null;
  return (
    <Card flush title="Latest runs">
      <div class="table-wrap"><table class="table">
        <thead><tr><th scope="col">Began</th><th scope="col">Job</th><th scope="col">Outcome</th><th scope="col" class="num wide-only">Rows</th></tr></thead>
        <tbody>{runs.slice(0, 15).map((run, n) => <tr key={n}><td class="muted"><Ago time={run.started} /></td><td>{words(run.job)}</td><td><Chip tone={run.outcome === "error" ? "red" : run.outcome === "running" ? "blue" : "green"}>{run.outcome}</Chip>{run.message && <span class="sub">{run.message}</span>}</td><td class="num wide-only">{count(run.rows)}</td></tr>)}</tbody>
      </table></div>
    </Card>
  );
}
