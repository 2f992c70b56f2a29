//! What the API reads from the database: figures, filters by room, pages to their end, and what is refused.

use serde_json::{Value, json};

use crate::web_world::{World, each};

#[tokio::test]
async fn people_are_listed_and_known_by_the_rooms_that_are_asked_about() {
    let world = World::up().await;
    let people = world.all("/stats/users?sort=messages", 2);
    assert_eq!(each(&people, "username"), ["shaz", "gaz", "bazza"], "{people:?}");
    assert_eq!(
        each(&world.all("/stats/users?room=fatpizza&sort=balance", 1), "username"),
        ["shy", "shaz", "gaz", "bazza"]
    );
    let page = world.get("/stats/users?q=GA&room=thepub&room=fatpizza");
    assert_eq!(
        (&page["rooms"], each(page["items"].as_array().unwrap(), "display_name")),
        (&json!(["fatpizza", "thepub"]), vec!["Gaz"])
    );

    let gaz = world.get("/stats/users/GAZ");
    assert_eq!(
        (&gaz["message_count"], &gaz["balance"], &gaz["rooms"][0]["room"]),
        (&6.into(), &2000.into(), &"thepub".into())
    );
    assert_eq!(world.get("/stats/users/gaz?room=fatpizza")["message_count"], 2);
    let ranks = world.get("/stats/users/gaz/ranks?room=thepub");
    let talkers = ranks["ranks"].as_array().unwrap().iter().find(|rank| rank["type"] == "talkers").unwrap();
    assert_eq!((&talkers["rank"], &talkers["total"], &ranks["username"]), (&2.into(), &3.into(), &"gaz".into()));
    let fishing = world.get("/stats/users/gaz/category/fishing");
    assert_eq!(
        (&fishing["category"], &fishing["parts"][0]["name"]),
        (&"fishing".into(), &"flathead".into()),
        "{fishing}"
    );

    for path in ["/balances?days=10", "/ledger", "/achievements", "/heat", "/ranks", "/category/bongs", "/quote", ""] {
        assert_eq!(world.ask("GET", &format!("/stats/users/gaz{path}")).0, 200, "{path}");
        // Nobody of that name; no person; somebody who wants to be left out.
        for who in ["nobody", "dazza", "shy", "%5Bserver%5D", "a%00b"] {
            let (status, problem) = world.ask("GET", &format!("/stats/users/{who}{path}"));
            assert_eq!((status, &problem["status"]), (404, &404.into()), "{who}{path}");
        }
    }
    assert_eq!(world.ask("GET", "/stats/users/shy?room=fatpizza").0, 200);
    assert_eq!(world.ask("GET", "/stats/users/shy/ranks?room=fatpizza").0, 200);
    assert_eq!(world.ask("GET", "/stats/users/gaz?room=shedcinema").0, 404);
}

#[tokio::test]
async fn one_person_is_shown_over_time_and_quoted() {
    let world = World::up().await;
    let lines = world.all("/stats/users/gaz/ledger", 3);
    assert_eq!(lines.len(), 8);
    let mut balance = 2000;
    for line in &lines {
        assert_eq!(line["balance"], balance, "{line}");
        assert!(line["details"].get("seed").is_none(), "{line}");
        balance -= line["amount"].as_i64().unwrap();
    }
    assert_eq!(each(&world.all("/stats/users/gaz/ledger?kind=pokies&room=thepub", 1), "room"), ["thepub"; 2]);
    assert_eq!(world.all("/stats/users/gaz/ledger?kind=nosuch", 1), Vec::<Value>::new());
    let days = world.get("/stats/users/gaz/balances?days=365");
    let days = days["days"].as_array().unwrap();
    assert_eq!((days.len(), &days[364]["balance"]), (365, &2000.into()));
    let achievements = world.get("/stats/users/gaz/achievements");
    let reached = achievements["achievements"].as_array().unwrap().iter().find(|one| one["type"] == "message_count");
    assert_eq!(reached.unwrap()["reached"][0]["level"], "bronze");
    let heat = world.get("/stats/users/gaz/heat?room=fatpizza");
    let heard: i64 = heat["hours"].as_array().unwrap().iter().map(|hour| hour["messages"].as_i64().unwrap()).sum();
    assert_eq!(heard, 10, "{heat}");

    for _ in 0..5 {
        let quote = world.get("/stats/users/Gaz/quote?room=thepub");
        let message = quote["message"].as_str().unwrap();
        assert!(message.starts_with("thepub hears gaz say <b>"), "{message}");
        assert_eq!((&quote["username"], &quote["room"]), (&"gaz".into(), &"thepub".into()));
    }
    let asked = r#"{"usernames": ["GAZ", "shy", "nobody", "shaz"]}"#;
    let (status, quotes) = world.ask_on_tcp("POST", "/stats/quotes/batch", "", asked);
    let keys: Vec<_> = quotes["quotes"].as_object().unwrap().keys().collect();
    assert_eq!((status, keys), (200, vec![&"gaz".to_owned(), &"shaz".to_owned()]));
    for (body, status) in [
        (r#"{"usernames": ["a","b","c","d","e","f","g","h","i","j","k"]}"#, 400),
        (r#"{"names": []}"#, 400),
        ("{", 400),
    ] {
        assert_eq!(world.ask_on_tcp("POST", "/stats/quotes/batch", "", body).0, status, "{body}");
    }
}

#[tokio::test]
async fn boards_and_money_go_by_room_and_time() {
    let world = World::up().await;
    let all = world.get("/stats/leaderboard/all?limit=2");
    let boards = all["leaderboards"].as_array().unwrap();
    assert_eq!((boards.len(), &all["period"], &all["rooms"]), (14, &"all".into(), &json!([])));
    assert!(boards.iter().all(|board| board["entries"].as_array().unwrap().len() <= 2));
    let talkers = world.get("/stats/leaderboard/talkers?room=thepub&period=week");
    assert_eq!(
        (&talkers["type"], &talkers["scope"], &talkers["rooms"]),
        (&"talkers".into(), &"room".into(), &json!(["thepub"]))
    );
    assert_eq!(each(talkers["entries"].as_array().unwrap(), "username"), ["shaz", "gaz", "bazza"]);
    let here = world.get("/stats/leaderboard/talkers?room=fatpizza");
    assert_eq!(each(here["entries"].as_array().unwrap(), "username"), ["shy", "shaz", "gaz", "bazza"]);

    let economy = world.get("/economy?period=day");
    assert_eq!((&economy["supply"]["wallets"], &economy["supply"]["total"]), (&5.into(), &15_000.into()), "{economy}");
    let pokies = economy["returns"].as_array().unwrap().iter().find(|game| game["game"] == "pokies").unwrap();
    assert!(pokies["exact_percent"].as_f64().is_some_and(|percent| percent > 20.0 && percent < 30.0), "{pokies}");
    let flows = world.get("/economy?room=fatpizza");
    let bottles = flows["flows"].as_array().unwrap().iter().find(|flow| flow["kind"] == "bottles").unwrap();
    assert_eq!((&bottles["came_in"], &bottles["lines"]), (&150.into(), &5.into()), "{flows}");
}

#[tokio::test]
async fn rooms_and_their_chat_are_read_apart() {
    let world = World::up().await;
    let stats = world.get("/rooms/thepub/stats?days=30");
    assert_eq!((&stats["room"], stats["daily"].as_array().unwrap().len()), (&"thepub".into(), 30));
    assert_eq!(stats["top_talkers"][0]["username"], "shaz");
    let there = world.get("/rooms/thepub/users?online=true");
    assert_eq!(
        (&there["online"], each(there["items"].as_array().unwrap(), "username")),
        (&2.into(), vec!["bazza", "shaz"])
    );
    assert_eq!(world.all("/rooms/thepub/users", 1).len(), 4);
    let activity = world.get("/rooms/thepub/activity?bucket=day&limit=5");
    assert_eq!((activity["recent"].as_array().unwrap().len(), &activity["room"]), (5, &"thepub".into()));
    assert!(activity["recent"].as_array().unwrap().iter().all(|item| item["room"] == "thepub"));
    assert_eq!(world.get("/rooms/thepub/activity?limit=100")["buckets"][0]["messages"], 20);
    let commands = world.get("/rooms/thepub/commands");
    assert_eq!(
        (&commands["items"][0]["command"], &commands["items"][0]["uses"]),
        (&"quote".into(), &30.into()),
        "{commands}"
    );

    let said = world.all("/chat/recent?room=fatpizza", 7);
    // Four players and one who wants no figures of his; commands and the bot are left out.
    assert_eq!(said.len(), 4 * (1 + 2 + 3 + 4));
    assert!(said.iter().all(|line| line["room"] == "fatpizza" && line["is_command"] == false));
    assert!(said.windows(2).all(|two| two[0]["sent_at"].as_str() >= two[1]["sent_at"].as_str()));
    assert_eq!(world.all("/chat/recent?commands=true", 100).len(), 5 * 3 * 10);

    let channel = world.get("/stats/channel?room=thepub");
    let now = [
        &channel["current_users"],
        &channel["afk_users"],
        &channel["connected"],
        &channel["current_media"][0]["title"],
    ];
    assert_eq!(now, [&json!(2), &json!(1), &json!(["thepub"]), &json!("Barbie & prawns")]);
    for (kind, days) in [("messages", 7), ("users", 1), ("bongs", 30), ("drinks", 365)] {
        let daily = world.get(&format!("/stats/daily/{kind}?days={days}"));
        assert_eq!((&daily["type"], daily["daily"].as_array().unwrap().len()), (&kind.into(), days));
    }
    let buckets = world.get("/stats/messages?from=2000-01-01T00:00:00Z&room=fatpizza&room=thepub");
    assert!(buckets["buckets"].as_array().unwrap().len() >= 6, "{buckets}");
    let recent = world.get("/stats/recent/activity?limit=3");
    assert_eq!(recent["items"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn jobs_are_shown_and_their_faults_to_those_alone_who_are_known() {
    let world = World::up().await;
    world
        .run(
            "UPDATE batch_jobs SET last_error = 'the wheels fell off'; \
              UPDATE batch_job_history SET error_message = 'the wheels fell off'",
        )
        .await;
    for path in ["/jobs", "/stats/batch/status"] {
        let jobs = world.get(path);
        let image = jobs["jobs"].as_array().unwrap().iter().find(|job| job["name"] == "image_health").unwrap();
        assert_eq!(image["schedule"], "every 60 minutes");
        let (status, open) = world.ask_on_tcp("GET", path, "", "");
        assert_eq!((status, open["jobs"].as_array().unwrap().len()), (200, 11));
        assert!(!open.to_string().contains("wheels"), "{open}");
    }
}

#[tokio::test]
async fn what_cannot_be_answered_is_refused_in_one_form() {
    let world = World::up().await;
    let far = "MSA5MjIzMzcyMDM2ODU0Nzc1ODA3IDE";
    for (path, wanted) in [
        ("/stats/users?room=elsewhere", 404),
        ("/stats/users?limit=201", 400),
        ("/stats/users?limit=0", 400),
        ("/stats/users?sort=age", 400),
        ("/stats/users?cursor=nonsense", 400),
        ("/stats/users?nosuch=1", 400),
        ("/stats/users/gaz?room=no%20room", 404),
        ("/stats/users/gaz/category/nosuch", 400),
        ("/stats/users/gaz/category/money", 400),
        ("/stats/users/gaz/balances?days=366", 400),
        ("/stats/users/gaz/ledger?limit=1000", 400),
        ("/stats/users/gaz/ledger?room=elsewhere", 404),
        ("/stats/leaderboard/nosuch", 404),
        ("/stats/leaderboard/all?limit=11", 400),
        ("/stats/leaderboard/talkers?limit=51", 400),
        ("/stats/leaderboard/talkers?period=year", 400),
        ("/stats/daily/nosuch", 404),
        ("/stats/daily/messages?days=0", 400),
        ("/stats/messages?from=yesterday", 400),
        ("/stats/messages?from=2020-01-02T00:00:00Z&to=2020-01-01T00:00:00Z", 400),
        ("/stats/messages?bucket=year", 400),
        ("/stats/recent/activity?limit=101", 400),
        ("/chat/recent?limit=101", 400),
        ("/chat/recent?commands=perhaps", 400),
        (&format!("/chat/recent?cursor={far}"), 400),
        ("/economy?period=x", 400),
        ("/rooms/elsewhere/stats", 404),
        ("/rooms/thepub/stats?days=366", 400),
        ("/rooms/thepub/users?online=maybe", 400),
        ("/rooms/thepub/users?limit=501", 400),
        ("/rooms/elsewhere/activity", 404),
        ("/rooms/elsewhere/commands", 404),
        ("/jobs?x=1", 400),
        ("/health/upnp", 410),
    ] {
        let (status, problem) = world.ask("GET", path);
        assert_eq!((status, &problem["status"]), (wanted, &wanted.into()), "{path}: {problem}");
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{path}: {problem}");
    }
    // Times that no database knows are no fault of its.
    assert_eq!(world.ask("GET", "/stats/messages?from=-009999-01-02T01:59:59Z&to=9999-12-30T22:00:00Z").0, 200);
    assert_eq!(world.ask("GET", "/stats/users?q=a%00b%25").0, 200);
}
