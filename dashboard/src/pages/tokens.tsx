// Tokens.

import { PageHead } from "../ui/bits";

export function TokensPage() {
  return <PageHead title="Tokens" />;
}
