//! Who may change a gallery: its owner by a token that the bot sent, whoever has `gallery:write`, and the fleet's own user.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use dazza_shared::store::acts::Act;
use dazza_shared::store::curation::By;

use crate::api::caller::Caller;
use crate::api::error::Problem;
use crate::api::frame::RequestId;
use crate::api::token::Scope;

/// What a token is good for that the bot sends to the owner of a gallery. Source: `migrations/0012_functions.sql`.
const OWN: &str = "gallery:own";

/// How whoever shows nothing is called in what is written down.
const ANYONE: &str = "somebody on the web";

/// Whoever asks, as galleries see them.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    caller: Caller,
    request_id: Option<String>,
}

/// It is not theirs to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotTheirs {
    /// Nothing was shown.
    Stranger,
    /// What was shown is good for something else.
    Other,
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _api: &S) -> Result<Self, Self::Rejection> {
        let caller = parts.extensions.get::<Caller>().cloned().unwrap_or(Caller::Anyone);
        let request_id = parts.extensions.get::<RequestId>().map(|RequestId(id)| id.to_string());
        Ok(Self { caller, request_id })
    }
}

impl Visitor {
    /// Whether the gallery of the person of that key is theirs to change, locked or not.
    pub(super) fn is_curator_of(&self, who: &str) -> bool {
        match &self.caller {
            Caller::Owner => true,
            Caller::Token(token) => token.scopes.iter().any(|scope| {
                // Galleries are one over all rooms: who is held to one room has no say in them.
                (scope == Scope::GalleryWrite.as_str() && token.room.is_none())
                    || (scope == OWN && token.username.as_deref() == Some(who))
            }),
            Caller::Anyone => false,
        }
    }

    /// Makes sure that it is.
    ///
    /// # Errors
    ///
    /// 401 or 403, when it is not.
    pub(super) fn must_curate(&self, who: &str) -> Result<(), NotTheirs> {
        if self.is_curator_of(who) { Ok(()) } else { Err(self.refused()) }
    }

    /// Makes sure that they are somebody: with any token.
    ///
    /// # Errors
    ///
    /// 401, when they are not.
    pub(super) fn must_be_known(&self) -> Result<(), NotTheirs> {
        if matches!(self.caller, Caller::Anyone) { Err(NotTheirs::Stranger) } else { Ok(()) }
    }

    fn refused(&self) -> NotTheirs {
        if matches!(self.caller, Caller::Anyone) { NotTheirs::Stranger } else { NotTheirs::Other }
    }

    /// As a gallery writes it down.
    pub(super) fn by<'a>(&'a self, who: &str, reason: Option<&'a str>) -> By<'a> {
        By { actor: self.name(), is_curator: self.is_curator_of(who), reason }
    }

    /// As the audit has it, to be filled in.
    pub(super) fn act(&self, action: &str, target: &str) -> Act {
        let token = (!matches!(self.caller, Caller::Owner)).then(|| self.name().to_owned());
        let (action, request_id) = (action.to_owned(), self.request_id.clone());
        Act { token, room: None, action, target: Some(target.to_owned()), before: None, after: None, request_id }
    }

    fn name(&self) -> &str {
        match &self.caller {
            Caller::Owner => "operator",
            Caller::Token(token) => token.username.as_deref().unwrap_or(&token.name),
            Caller::Anyone => ANYONE,
        }
    }
}

impl From<NotTheirs> for Problem {
    fn from(refused: NotTheirs) -> Self {
        match refused {
            NotTheirs::Stranger => {
                let told = "this takes a token: the bot sends one to the owner of a gallery";
                Self::new(StatusCode::UNAUTHORIZED, told)
            }
            NotTheirs::Other => Self::new(StatusCode::FORBIDDEN, "this token is not good for this gallery"),
        }
    }
}
