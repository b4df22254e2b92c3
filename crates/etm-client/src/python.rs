//! Coming from Python: what the calls of `pyetm` are here.
//!
//! What that package calls a `Session` is a [session](crate::sessions) here, a scenario of the engine; its `Scenario` is a
//! [saved scenario](crate::saved_scenarios) of MyETM. There, an object fetches its parts when they are first looked at and keeps
//! them; [`objects`] does so here. Beneath them each method of a client is one call (or a few, where its documentation says so)
//! and gives a value. Either way everything is asked of the client that an object was made with or that the method was called
//! on, whatever other clients there are.
//!
//! # Clients
//!
//! | in Python | here |
//! |---|---|
//! | `.env` with `ETM_API_TOKEN`, `ENVIRONMENT`, `BASE_URL` | [`EtmClient::from_env`] |
//! | `AppConfig(etm_api_token=…, base_url=…)`, `BaseClient(token=…, base_url=…)` | [`EtmClient::builder`] with [`with_token`](EtmClientBuilder::with_token), [`with_engine_base_url`](EtmClientBuilder::with_engine_base_url), [`with_environment`](EtmClientBuilder::with_environment) |
//! | `Client.from_env()`, `Client(config=config)`, `get_client()` | [`EtmClient::from_env`]; a client is cheap to clone and can be kept |
//! | several clients in one program | several [`EtmClient`]s; none of them knows of the others |
//! | no token | [`without_token`](EtmClientBuilder::without_token); a guest where none is found |
//! | `SSL_CERT_PATH`, `TRUST_ENV` | [`with_extra_ca_file`](EtmClientBuilder::with_extra_ca_file), [`with_proxy`](EtmClientBuilder::with_proxy), [`without_proxy`](EtmClientBuilder::without_proxy) |
//! | `SSL_VERIFY=false` | a warning of the [`Settings`]: certificates are always checked |
//! | `get_settings()`, all names in `.env` | [`Settings::from_places`], then [`client`](Settings::client), [`context`](Settings::context) |
//! | `PYETM_ERROR_MODE` | [`ErrorMode`], in a [`Context`] |
//! | `reload_configuration()` | read the settings again, and make another client |
//! | checks of the token's form | [`build`](EtmClientBuilder::build); [`token_info_local`](EtmClient::token_info_local) and [`warnings`](EtmClient::warnings) say more |
//! | `client.session.get(…)` and the like | [`EtmClient::request`], for every operation by its name |
//!
//! # Objects
//!
//! | in Python | here |
//! |---|---|
//! | `Session.new(…)`, `Session.load(id)` | [`objects::Session::new`], [`objects::Session::load`] |
//! | `session.copy(…)`, `copy_with_preset(…)`, `interpolate(…)`, `save(…)`, `delete()` | [`copy`](objects::Session::copy), [`copy_with_template`](objects::Session::copy_with_template), [`interpolate`](objects::Session::interpolate), [`save`](objects::Session::save), [`delete`](objects::Session::delete) |
//! | `session.identifier()`, `set_short_name(…)`, `version`, `user_values()` | [`identifier`](objects::Session::identifier), [`set_short_name`](objects::Session::set_short_name), [`version`](objects::Session::version), [`user_values`](objects::Session::user_values) |
//! | `session.update_metadata(…)` | [`update_metadata`](objects::Session::update_metadata) with [`MetadataChanges`](objects::MetadataChanges); the title is an entry of the metadata, where frontends look for it |
//! | `session.inputs` | [`inputs`](objects::Session::inputs), fetched anew after a change |
//! | `update_user_values({…})`, `remove_user_values(keys)` | [`set_inputs`](objects::Session::set_inputs), [`reset_inputs`](objects::Session::reset_inputs) |
//! | `sortables`, `update_sortables({…})`, `remove_sortables(names)` | [`orders`](objects::Session::orders), [`set_orders`](objects::Session::set_orders), [`reset_orders`](objects::Session::reset_orders); valid items are those of the whole order |
//! | `custom_curves`, `custom_curve_series(key)`, `custom_curves_series()` | [`custom_curves`](objects::Session::custom_curves), [`custom_curve`](objects::Session::custom_curve), [`all_custom_curves`](objects::Session::all_custom_curves) |
//! | `update_custom_curves(…)`, `remove_custom_curves(keys)` | [`upload_curves`](objects::Session::upload_curves), [`remove_curves`](objects::Session::remove_curves) |
//! | `get_hourly_curve(name)`, `get_hourly_curves(names)`, `all_hourly_output_curves()` | [`hourly`](objects::Session::hourly), [`hourly_curves`](objects::Session::hourly_curves) |
//! | `get_annual_export(name)`, `get_annual_exports(names)` | [`export`](objects::Session::export), [`exports`](objects::Session::exports) |
//! | `clear_hourly_curves_cache()` and the like, `force_refresh` | [`forget_outputs`](objects::Session::forget_outputs), [`forget_hourly`](objects::Session::forget_hourly), [`forget_export`](objects::Session::forget_export), [`forget`](objects::Session::forget), [`refresh`](objects::Session::refresh); nothing is kept on disk |
//! | `add_queries(…)`, `remove_queries(…)`, `clear_queries()`, `queries_requested()` | [`add_queries`](objects::Session::add_queries), [`remove_queries`](objects::Session::remove_queries), [`clear_queries`](objects::Session::clear_queries), [`queries`](objects::Session::queries) |
//! | `execute_queries()`, `results()` | [`results`](objects::Session::results) |
//! | `couplings`, `update_couplings(…)` | [`couplings`](objects::Session::couplings), [`couple`](objects::Session::couple), [`uncouple`](objects::Session::uncouple), [`uncouple_all`](objects::Session::uncouple_all) |
//! | `list_users()`, `update_users(…)` | [`users`](objects::Session::users), [`update_users`](objects::Session::update_users), and the same of [`objects::Scenario`] |
//! | `update_users(…, skip_upload=True)`, `apply_pending_users()` | [`pending_users_mut`](objects::Session::pending_users_mut), [`apply_pending_users`](objects::Session::apply_pending_users): a request of each kind, and what fails goes on waiting |
//! | `warnings`, `show_all_warnings()` | [`warnings`](objects::Session::warnings), which [`Warnings`](objects::Warnings) shows as text |
//! | `Scenario.new(…)`, `Scenario.load(id)` | [`objects::Scenario::new`] with a [`NewScenario`](objects::NewScenario), [`objects::Scenario::load`] |
//! | `scenario.session`, and everything that is passed on to it | [`session`](objects::Scenario::session), [`session_mut`](objects::Scenario::session_mut) |
//! | `scenario.update(…)`, `discard()`, `delete()`, `copy(…)`, `copy_with_preset(…)`, `interpolate(…)` | [`update`](objects::Scenario::update), [`discard`](objects::Scenario::discard), [`restore`](objects::Scenario::restore), [`delete`](objects::Scenario::delete), [`copy`](objects::Scenario::copy), [`copy_with_template`](objects::Scenario::copy_with_template), [`interpolate`](objects::Scenario::interpolate) |
//! | `Sessions.load_all()`, `load_many(ids)`, `create_many(…)` | [`objects::Sessions::load_all`], [`load_page`](objects::Sessions::load_page), [`load_many`](objects::Sessions::load_many), [`create_many`](objects::Sessions::create_many), [`delete_many`](objects::Sessions::delete_many) |
//! | `Scenarios.load_all()`, `load_many(ids)`, `create_many(…)`, `discard_many(ids)` | [`objects::Scenarios::load_all`], [`load_many`](objects::Scenarios::load_many), [`create_many`](objects::Scenarios::create_many), [`discard_many`](objects::Scenarios::discard_many); each is reported, by its key |
//! | `get_hourly_output_curves(carrier)`, `get_annual_exports(names)` of a list | [`hourly`](objects::Scenarios::hourly), [`export`](objects::Scenarios::export) |
//! | `add(…)`, `extend(…)`, filters | [`push`](objects::Scenarios::push), `extend`, [`filter`](objects::Scenarios::filter) |
//! | `Collection.load(id)`, `load_all()`, `create(…)`, `update(…)`, `delete()` | [`objects::Collection`] |
//!
//! # Sessions
//!
//! | in Python | here |
//! |---|---|
//! | `Session.new(area_code, end_year)`, `Scenario.new(…)` without a title | [`Sessions::create`] with a [`NewSession`] |
//! | `Session.load(id)`, `Scenario.from_scenario_id(id)` | [`Sessions::get`] |
//! | `Sessions.load_all()` | [`Sessions::list`], which ends where the service says so |
//! | `Sessions.load_all(page=…, per_page=…)` | [`Sessions::page`], [`Sessions::pages`], [`Sessions::count`]; the limit takes effect |
//! | `Sessions.load_many(ids)` | [`Sessions::batch`], one request for all |
//! | `Sessions.create_many(…)` | [`Sessions::create`] for each, with a [`Bulk`] for example |
//! | filters over a list | those of a `Stream`, such as `try_filter`; or of a `Vec` |
//! | `session.id`, `.title`, `.area_code`, `.end_year`, … | the fields of [`types::Scenario`](crate::types::Scenario) |
//! | `copy_with_preset()` | [`Sessions::copy`] |
//! | `copy()` | [`Sessions::copy`], then [`SessionUpdate::without_template`] |
//! | `Session.interpolate(session, *years)` | [`Sessions::interpolate_many`]; for one year also [`Sessions::interpolate`] |
//! | `save(title=…)` | [`SavedScenarios::from_session`], [`SavedScenarios::create`] |
//! | `update_metadata(…)` | [`Sessions::update`] with a [`SessionUpdate`] |
//! | `couplings`, `update_couplings(groups, action, force)` | [`Sessions::get`]; [`Sessions::couple`], [`Sessions::uncouple`], [`Sessions::uncouple_all`] |
//! | `delete()` | [`Sessions::delete`] |
//! | (nothing) | [`Sessions::reset`], [`Sessions::merge`], [`Sessions::merit`], [`Sessions::export`], [`Sessions::load_dump`], [`Sessions::version_tags`], [`Sessions::version_tag`], [`Sessions::create_version_tag`], [`Sessions::update_version_tag`] |
//! | (nothing) | refused by the service, and so only sent when forced: [`Sessions::dashboard`], [`Sortables::meta`] |
//!
//! # What a session holds
//!
//! | in Python | here |
//! |---|---|
//! | `inputs`, `user_values()` | [`Inputs::list`], with [`InputsOptions::with_defaults`](crate::InputsOptions::with_defaults) and `Original` for the same defaults; [`Inputs::get`], [`Inputs::get_with`], [`Inputs::several`], [`Inputs::several_with`], [`Inputs::keys`]; by the other address for the same, [`Inputs::list_global`], [`Inputs::get_global`], [`Inputs::get_global_with`] |
//! | `update_user_values({…})` | [`Inputs::update`], then [`set`](crate::inputs::InputsUpdate::set) and [`send`](crate::inputs::InputsUpdate::send); with [`checked_against`](crate::inputs::InputsUpdate::checked_against) what [`Inputs::for_checks`] gives, ranges, permitted values and share groups are looked at first |
//! | (nothing) | [`autobalance`](crate::inputs::InputsUpdate::autobalance), [`force`](crate::inputs::InputsUpdate::force) |
//! | `remove_user_values(keys)` | [`reset`](crate::inputs::InputsUpdate::reset), [`reset_all`](crate::inputs::InputsUpdate::reset_all) |
//! | `add_queries(…)`, `execute_queries()`, `results()` | [`Gqueries::of`], then [`run`](crate::gqueries::SessionQueries::run); together with inputs [`with_queries`](crate::inputs::InputsUpdate::with_queries) |
//! | unknown queries are dropped, the rest is asked again | [`run_known`](crate::gqueries::SessionQueries::run_known) |
//! | (nothing) | [`Gqueries::list`] |
//! | `sortables`, `update_sortables({…})`, `remove_sortables(names)` | [`Sortables::list`], [`Sortables::get`], [`Sortables::set`], [`Sortables::reset`] |
//! | (nothing) | the older addresses of the same: [`Sortables::forecast_storage_order`], [`Sortables::set_forecast_storage_order`], [`Sortables::hydrogen_supply_order`], [`Sortables::set_hydrogen_supply_order`], [`Sortables::hydrogen_demand_order`], [`Sortables::set_hydrogen_demand_order`], [`Sortables::households_space_heating_producer_order`], [`Sortables::set_households_space_heating_producer_order`], [`Sortables::heat_network_order`], [`Sortables::set_heat_network_order`] |
//! | `custom_curves` | [`CustomCurves::list`] with [`with_internal`](crate::custom_curves::CustomCurvesOptions::with_internal), [`CustomCurves::get`] |
//! | `custom_curve_series(key)`, `custom_curves_series()` | [`CustomCurves::values`], [`CustomCurves::table`], [`CustomCurves::csv`], [`CustomCurves::download`] |
//! | `update_custom_curves(curves)` | [`CustomCurves::upload`] with a [`Curve`], for each |
//! | `remove_custom_curves(keys)` | [`CustomCurves::delete`] for each |
//! | `get_hourly_curve(name)`, `get_hourly_curves(names)` | [`Curves::get`], [`Curves::csv`], [`Curves::download`] with an [`HourlyCurve`], by any of its names |
//! | `all_hourly_output_curves()`, `hourly_output_curves` | [`HourlyCurve::all`](crate::HourlyCurve::all), then [`Curves::get`] for each |
//! | (nothing) | [`Curves::prices`] |
//! | `get_annual_export(name)`, `get_annual_exports(names)` | [`Exports::get`], [`Exports::csv`], [`Exports::download`] with an [`Export`], by its name |
//! | `clear_hourly_curves_cache()` and the like | the groups keep nothing, so nothing has to be cleared |
//! | (nothing) | [`Esdl::get`], [`Esdl::text`], [`Esdl::download`], [`Esdl::upload`]; [`Areas::list`], [`Areas::get`]; [`Nodes::get`], [`Nodes::topology`], [`Nodes::stats`] |
//!
//! # Saved scenarios
//!
//! | in Python | here |
//! |---|---|
//! | `Scenario.new(title, session_id)` | [`SavedScenarios::from_session`]; with more than a title [`SavedScenarios::create`] |
//! | `Scenario.new(title, area_code, end_year, user_values=…)` | [`Sessions::create`] with [`with_value`](crate::NewSession::with_value), then [`SavedScenarios::from_session`] |
//! | `Scenario.load(id)` | [`SavedScenarios::get`] |
//! | `Scenarios.load_all()` | [`SavedScenarios::list`], [`SavedScenarios::page`] |
//! | `Scenarios.load_many(ids)`, `create_many(…)`, `discard_many(ids)` | [`SavedScenarios::get`], [`create`](SavedScenarios::create), [`discard`](SavedScenarios::discard) for each |
//! | `scenario.session` | the field `scenario` of [`types::SavedScenario`](crate::types::SavedScenario); else [`Sessions::get`] |
//! | `scenario.session.area_code`, `scenario.private` | the fields of [`types::SavedScenario`](crate::types::SavedScenario) |
//! | `update(title=…, private=…)` | [`SavedScenarios::update`] |
//! | `update(scenario_id=…)` | [`SavedScenarios::set_session`] |
//! | `update(discarded=True)`, which the service overlooks, `discard()` | [`SavedScenarios::discard`] |
//! | `update(discarded=False)`, which the service overlooks | [`SavedScenarios::restore`] |
//! | `delete()`, which deletes the session too | [`SavedScenarios::delete`], then [`Sessions::delete`] |
//! | `copy(title=…)`, `copy_with_preset(title=…)` | [`Sessions::copy`], then [`SavedScenarios::from_session`] |
//! | `Scenario.interpolate(list, *years, titles=…)` | [`Sessions::interpolate_many`], then [`SavedScenarios::from_session`] for each |
//! | (nothing) | [`MyEtm::saved_scenarios`], [`MyEtm::readable_saved_scenarios`], [`MyEtm::featured`], [`MyEtm::featured_scenario`], [`MyEtm::featured_sessions`], [`MyEtm::versions`], [`MyEtm::newest_versions`] |
//!
//! # Users
//!
//! | in Python | here |
//! |---|---|
//! | `session.list_users()` | [`Users::list`] |
//! | `scenario.list_users()` | [`SavedScenarios::users`], then [`SavedScenarioUsers::list`] |
//! | roles `scenario_owner`, `owner`, … | [`Role`], which parses both; [`Role::short`] |
//! | `update_users(email, role)` | [`Users::ensure`], [`SavedScenarioUsers::ensure`]; if it is known which it is, [`Users::add`] or [`Users::change`] |
//! | `update_users(email, "remove")` | [`Users::remove`], [`SavedScenarioUsers::remove`] |
//! | `update_users(…, skip_upload=True)`, `apply_pending_users()` | [`UserChanges`] and [`Users::set`], [`SavedScenarioUsers::set`]: three requests at most, and what failed is told beside what is done ([`UserOutcome`](crate::UserOutcome)) |
//! | a sheet of users × scenarios | [`UserChanges::ensure`] and [`UserChanges::remove`], a [`UserChanges`] for each scenario |
//! | (nothing) | [`Me::update`], [`Me::delete`], [`Me::token_info`], [`Me::user_info`] |
//!
//! # Collections
//!
//! | in Python | here |
//! |---|---|
//! | `Collection.load(id)` | [`Collections::get`] |
//! | `Collection.load_all()` | [`Collections::list`], [`Collections::page`] |
//! | `Collection.create(title, saved_scenario_ids=…)` | [`Collections::create`] with [`NewCollection::of_saved`] |
//! | `Collection.create(title, scenario_ids=…)` | [`Collections::create`] with [`NewCollection::of_sessions`] |
//! | `Collection.create(…, interpolation=True, area_code=…, end_year=…)` | [`Collections::create`] with [`NewCollection::interpolated`], [`NewCollection::interpolated_sessions`] |
//! | six scenarios at most, of one version | checked before anything is sent |
//! | `update(title=…, …)` | [`Collections::update`] with a [`CollectionUpdate`] |
//! | `update(discarded=True)`, `update(discarded=False)` | [`Collections::discard`], [`Collections::restore`] |
//! | `delete()` | [`Collections::delete`] |
//! | `collection.title`, `.saved_scenario_ids`, `.id` | the fields of [`types::Collection`](crate::types::Collection) |
//! | (nothing) | [`Collections::transition_paths`], [`MyEtm::collections`] |
//!
//! # Runners
//!
//! | in `pyetm.services.scenario_runners` | here |
//! |---|---|
//! | `CreateScenarioRunner` | [`Sessions::create`] |
//! | `CopyScenarioRunner` | [`Sessions::copy`] |
//! | `BreakPresetLinkRunner` | [`Sessions::update`] with [`SessionUpdate::without_template`] |
//! | `FetchMetadataRunner` | [`Sessions::get`] |
//! | `UpdateMetadataRunner` | [`Sessions::update`] |
//! | `FetchUserScenariosRunner` | [`Sessions::list`], [`Sessions::page`] |
//! | `DestroySessionRunner` | [`Sessions::delete`] |
//! | `InterpolateScenariosRunner` | [`Sessions::interpolate_many`] |
//! | `FetchCouplingsRunner` | [`Sessions::get`] |
//! | `UpdateCouplingsRunner` | [`Sessions::couple`], [`Sessions::uncouple`], [`Sessions::uncouple_all`] |
//! | `FetchInputsRunner` | [`Inputs::list`] |
//! | `UpdateInputsRunner` | [`Inputs::update`] |
//! | `GetQueryResultsRunner` | [`SessionQueries::run`](crate::gqueries::SessionQueries::run), [`run_known`](crate::gqueries::SessionQueries::run_known) |
//! | `FetchSortablesRunner` | [`Sortables::list`] |
//! | `UpdateSortablesRunner` | [`Sortables::set`] |
//! | `FetchAllCustomCurveDataRunner` | [`CustomCurves::list`] |
//! | `DownloadCustomCurveRunner` | [`CustomCurves::values`], [`CustomCurves::csv`] |
//! | `UpdateCustomCurvesRunner` | [`CustomCurves::upload`] |
//! | `DeleteCustomCurvesRunner` | [`CustomCurves::delete`] |
//! | `DownloadHourlyOutputCurveRunner`, `GenericCurveDownloadRunner` | [`Curves::get`], [`Curves::csv`] |
//! | `FetchAllHourlyOutputCurvesRunner`, `GenericCurveBulkRunner` | [`Curves::get`] for each of [`HourlyCurve::all`](crate::HourlyCurve::all) |
//! | `DownloadAnnualExportRunner` | [`Exports::get`], [`Exports::csv`] |
//! | `CreateSavedScenarioRunner` | [`SavedScenarios::create`] |
//! | `FetchSavedScenarioRunner` | [`SavedScenarios::get`] |
//! | `FetchUserSavedScenariosRunner` | [`SavedScenarios::list`] |
//! | `UpdateSavedScenarioRunner` | [`SavedScenarios::update`] |
//! | `DiscardSavedScenarioRunner` | [`SavedScenarios::discard`] |
//! | `DestroySavedScenarioRunner` | [`SavedScenarios::delete`] |
//! | `ScenarioUsersIndexRunner` | [`Users::list`] |
//! | `ScenarioUsersCreateRunner` | [`Users::add`], [`Users::set`] |
//! | `ScenarioUsersUpdateRunner` | [`Users::change`], [`Users::set`] |
//! | `ScenarioUsersDestroyRunner` | [`Users::remove`], [`Users::set`] |
//! | `SavedScenarioUsersIndexRunner` | [`SavedScenarioUsers::list`] |
//! | `SavedScenarioUsersCreateRunner` | [`SavedScenarioUsers::add`], [`SavedScenarioUsers::set`] |
//! | `SavedScenarioUsersUpdateRunner` | [`SavedScenarioUsers::change`], [`SavedScenarioUsers::set`] |
//! | `SavedScenarioUsersDestroyRunner` | [`SavedScenarioUsers::remove`], [`SavedScenarioUsers::set`] |
//! | `CreateCollectionRunner` | [`Collections::create`] |
//! | `FetchCollectionRunner` | [`Collections::get`] |
//! | `FetchUserCollectionsRunner` | [`Collections::list`] |
//! | `UpdateCollectionRunner` | [`Collections::update`] |
//! | `DeleteCollectionRunner` | [`Collections::delete`] |
//! | `AsyncBatchRunner` | [`Bulk`]: some at a time, each reported, in order |
//! | `ServiceResult` | [`Result`](crate::Result); an [`Error`](crate::Error) has kind, status and [`messages`](crate::Error::messages) |
//!
//! # What differs
//!
//! The groups of a client have no warnings beside a result: what cannot be sent (a curve with a bad value, a seventh scenario
//! in a collection, an unknown role) is an error before anything is sent, and so is an input out of its range if
//! [`checked_against`](crate::inputs::InputsUpdate::checked_against) knows the ranges. The [`objects`] leave such an input
//! out with a warning, which the error mode may make an error. A partial success is a value with both halves. Requests that may
//! be repeated safely are, with waits in between, and every call has an end. Where engines differ
//! (saved scenarios on `2025-01`, the names of curves), the same call works on all of them, and an answer with status 200 that
//! holds an error is one. Reading and writing workbooks is no call of the service, and so not in these tables.

#[cfg(doc)]
use crate::objects::{self, Bulk, Context, ErrorMode, Settings};
#[cfg(doc)]
use crate::{
    Areas, CollectionUpdate, Collections, Curve, Curves, CustomCurves, Esdl, EtmClient, EtmClientBuilder, Export,
    Exports, Gqueries, HourlyCurve, Inputs, Me, MyEtm, NewCollection, NewSession, Nodes, Role, SavedScenarioUsers,
    SavedScenarios, SessionUpdate, Sessions, Sortables, UserChanges, Users,
};
