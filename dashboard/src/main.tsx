// Begins: the styles, the live feed, the rooms, the session, and the first page.

import "uplot/dist/uPlot.min.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/parts.css";
import "./styles/pages.css";
import { render } from "preact";
import { start } from "./api/live";
import { watchRooms } from "./api/rooms";
import { resume } from "./api/session";
import { App } from "./app";
import { listenToKeys } from "./lib/keys";
import { followLinks } from "./router";

followLinks();
listenToKeys();
const root = document.getElementById("app");
void resume().then(() => {
  watchRooms();
  start();
  if (root) render(<App />, root);
});
