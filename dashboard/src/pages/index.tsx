// Which page is at which address.

import type { ComponentType } from "preact";
import { AuditPage } from "./audit";
import { BoardsPage } from "./boards";
import { CommandsPage } from "./commands";
import { EconomyPage } from "./economy";
import { FleetPage } from "./fleet";
import { GalleryPage } from "./gallery";
import { GuidePage } from "./guide";
import { LostPage } from "./lost";
import { PeoplePage } from "./people";
import { RoomPage } from "./room";
import { StatusPage } from "./status";
import { TokensPage } from "./tokens";
import { UserPage } from "./user";
import { EmbedPage, WidgetPage } from "./widget";
import { WorldPage } from "./world";

export interface PageProps { params: string[] }

const PAGES: [RegExp, ComponentType<PageProps>][] = [
  [/^\/$/, FleetPage],
  [/^\/rooms$/, FleetPage],
  [/^\/rooms\/([^/]+)$/, RoomPage],
  [/^\/boards$/, BoardsPage],
  [/^\/users$/, PeoplePage],
  [/^\/users\/([^/]+)$/, UserPage],
  [/^\/gallery(?:\/([^/]+))?$/, GalleryPage],
  [/^\/economy$/, EconomyPage],
  [/^\/commands$/, CommandsPage],
  [/^\/guide$/, GuidePage],
  [/^\/world$/, WorldPage],
  [/^\/status$/, StatusPage],
  [/^\/audit$/, AuditPage],
  [/^\/tokens$/, TokensPage],
  [/^\/widget$/, WidgetPage],
  [/^\/embed$/, EmbedPage],
];

const decoded = (part: string | undefined): string => {
  try {
    return decodeURIComponent(part ?? "");
  } catch {
    return part ?? "";
  }
};

export function match(path: string): { page: ComponentType<PageProps>; params: string[] } {
  for (const [shape, page] of PAGES) {
    const found = shape.exec(path);
    if (found) return { page, params: found.slice(1).map(decoded) };
  }
  return { page: LostPage, params: [] };
}
