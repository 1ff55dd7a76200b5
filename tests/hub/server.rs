//! A small HTTP server on loopback that plays a model hub, or the server of bytes that a hub redirects to, with faults on demand.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// What goes wrong with one answer.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// This status and no body.
    Status(u16),
    /// This status, and when to come back.
    RetryAfter(u16, u64),
    /// The connection ends after so many bytes of the body.
    Cut(usize),
    /// Nothing more comes after so many bytes of the body, but the connection stays.
    Stall(usize),
    /// Nothing comes until [`Server::open_gate`].
    Gate,
    /// A byte of the body is another.
    Flip,
    /// The body goes on after its end, without a stated length.
    Longer(usize),
    /// `Range` is ignored.
    NoRange,
    /// `Range` is refused.
    Unsatisfiable,
    /// Bytes from the beginning, called those that were asked for.
    WrongRange,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) range: Option<String>,
    pub(crate) authorization: Option<String>,
}

/// Something that can be asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Resource {
    pub(crate) body: Vec<u8>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) location: Option<String>,
}

#[derive(Default)]
struct State {
    resources: HashMap<String, Resource>,
    /// Faults of GET requests: the next ones, one each.
    next: HashMap<String, VecDeque<Fault>>,
    /// Faults of GET requests from then on.
    always: HashMap<String, Fault>,
    log: Vec<Request>,
    closed: bool,
    gate_open: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let of_thread = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if of_thread.state.lock().unwrap().closed {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let shared = Arc::clone(&of_thread);
                // A client that was killed is no failure of the server.
                std::thread::spawn(move || drop(answer(stream, &shared)));
            }
        });
        Self { address, shared }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn put(&self, path: &str, resource: Resource) {
        self.shared.state.lock().unwrap().resources.insert(path.to_owned(), resource);
    }

    pub(crate) fn next(&self, path: &str, faults: &[Fault]) {
        self.shared
            .state
            .lock()
            .unwrap()
            .next
            .entry(path.to_owned())
            .or_default()
            .extend(faults.iter().cloned());
    }

    pub(crate) fn always(&self, path: &str, fault: Fault) {
        self.shared.state.lock().unwrap().always.insert(path.to_owned(), fault);
    }

    pub(crate) fn open_gate(&self) {
        self.shared.state.lock().unwrap().gate_open = true;
        self.shared.changed.notify_all();
    }

    /// Waits for a GET request of the path.
    pub(crate) fn wait_for(&self, path: &str) {
        let state = self.shared.state.lock().unwrap();
        let asked = |state: &mut State| !state.log.iter().any(|r| r.method == "GET" && r.path == path);
        let (_state, timeout) =
            self.shared.changed.wait_timeout_while(state, Duration::from_mins(2), asked).unwrap();
        assert!(!timeout.timed_out(), "`{path}` was not asked for");
    }

    pub(crate) fn log(&self) -> Vec<Request> {
        self.shared.state.lock().unwrap().log.clone()
    }

    /// The GET requests of a path.
    pub(crate) fn gets(&self, path: &str) -> Vec<Request> {
        let mut log = self.log();
        log.retain(|request| request.method == "GET" && request.path == path);
        log
    }

    /// Answers nobody any more.
    pub(crate) fn stop(&self) {
        let mut state = self.shared.state.lock().unwrap();
        state.closed = true;
        state.gate_open = true;
        drop(state);
        self.shared.changed.notify_all();
        drop(TcpStream::connect(self.address));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn answer(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split(' ');
    let (method, path) =
        (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
    let mut request = Request { method, path, range: None, authorization: None };
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or_default();
        let value = Some(value.trim().to_owned());
        match name.to_ascii_lowercase().as_str() {
            "range" => request.range = value,
            "authorization" => request.authorization = value,
            _ => {}
        }
    }
    let mut state = shared.state.lock().unwrap();
    state.log.push(request.clone());
    let resource = state.resources.get(&request.path).cloned();
    let is_get = request.method == "GET";
    let next = state.next.get_mut(&request.path).filter(|_| is_get).and_then(VecDeque::pop_front);
    let fault = next.or_else(|| state.always.get(&request.path).filter(|_| is_get).cloned());
    drop(state);
    shared.changed.notify_all();
    let mut stream = reader.into_inner();
    match resource {
        None => write!(stream, "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
        Some(resource) => send(&mut stream, &request, &resource, fault.as_ref(), shared),
    }
}

fn send(
    stream: &mut TcpStream,
    request: &Request,
    resource: &Resource,
    fault: Option<&Fault>,
    shared: &Shared,
) -> std::io::Result<()> {
    if let Some(Fault::Gate) = fault {
        let state = shared.state.lock().unwrap();
        drop(shared.changed.wait_while(state, |state| !state.gate_open).unwrap());
    }
    let simple = |stream: &mut TcpStream, status: u16, header: &str| {
        write!(stream, "HTTP/1.1 {status} X\r\n{header}content-length: 0\r\nconnection: close\r\n\r\n")
    };
    match fault {
        Some(Fault::Status(status)) => return simple(stream, *status, ""),
        Some(Fault::RetryAfter(status, seconds)) => {
            return simple(stream, *status, &format!("retry-after: {seconds}\r\n"));
        }
        Some(Fault::Unsatisfiable) if request.range.is_some() => return simple(stream, 416, ""),
        _ => {}
    }
    let mut head = Vec::new();
    for (name, value) in &resource.headers {
        write!(head, "{name}: {value}\r\n")?;
    }
    if let Some(location) = &resource.location {
        write!(head, "location: {location}\r\n")?;
        return simple(stream, 302, &String::from_utf8_lossy(&head));
    }
    let mut body = resource.body.clone();
    let total = body.len();
    let from = request
        .range
        .as_deref()
        .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    let from = from.filter(|_| !matches!(fault, Some(Fault::NoRange)));
    let status = if from.is_some() { "206 Partial Content" } else { "200 OK" };
    if let Some(from) = from {
        let stated = if matches!(fault, Some(Fault::WrongRange)) { 0 } else { from };
        body.drain(..stated.min(total));
        write!(head, "content-range: bytes {stated}-{}/{total}\r\n", total - 1)?;
    }
    if let Some(Fault::Longer(more)) = fault {
        body.extend(vec![b'x'; *more]);
    } else {
        write!(head, "content-length: {}\r\n", body.len())?;
    }
    write!(head, "connection: close\r\n\r\n")?;
    write!(stream, "HTTP/1.1 {status}\r\n")?;
    stream.write_all(&head)?;
    if request.method == "HEAD" {
        return Ok(());
    }
    match fault {
        Some(Fault::Cut(n)) => stream.write_all(&body[..*n]),
        Some(Fault::Stall(n)) => {
            stream.write_all(&body[..*n])?;
            // Until the client goes away.
            stream.read_to_end(&mut Vec::new()).map(drop)
        }
        Some(Fault::Flip) => {
            body[0] ^= 1;
            stream.write_all(&body)
        }
        _ => stream.write_all(&body),
    }
}
