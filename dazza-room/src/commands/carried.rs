//! What the bot carries from one person to another: text that fits and does no harm, and people who need not be here.

use dazza_shared::store::StoreError;

use super::whom::Whom;
use super::{Halt, Refusal, StoredCx};
use crate::chat::{Word, plain, pools, typed_name, units};

impl StoredCx<'_> {
    /// `typed` as it will be carried: one line without links and markup, short enough for every line it may stand in.
    pub(super) fn carried(&mut self, typed: &str) -> Result<String, Halt> {
        let text = plain(typed, usize::MAX);
        if text.is_empty() {
            return Err(Refusal::Usage.into());
        }
        if units(&text) > pools::TEXT_LIMIT {
            let limit = pools::TEXT_LIMIT.to_string();
            return Err(self.halt(&pools::TEXT_TOO_LONG, &[("count", Word::Text(&limit))]));
        }
        Ok(text)
    }

    /// Whom `word` names, who may be somebody never seen yet; `None` if nobody can be called that.
    pub(super) async fn addressee(&mut self, word: &str) -> Result<Option<Whom>, StoreError> {
        if let Some(whom) = self.whom(word).await? {
            return Ok(Some(whom));
        }
        let stranger = |name: dazza_shared::names::PlayerName| Whom {
            is_bot: self.cx.view.is_bot(name.as_str()),
            name,
            is_here: false,
            is_afk: false,
        };
        Ok(typed_name(word).map(stranger))
    }
}
