// Room.

import { PageHead } from "../ui/bits";

export function RoomPage() {
  return <PageHead title="Room" />;
}
