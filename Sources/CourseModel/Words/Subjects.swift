/// What an `Identifier` can name, where no type of the model is that thing itself.

package enum County { package typealias ID = Identifier<County> }
package enum School { package typealias ID = Identifier<School> }
/// A school's edge cache; also the writer of that school's journal.
package enum Edge { package typealias ID = Identifier<Edge> }
/// A trainee, group leader, guide, expert, technician or officer.
package enum Person { package typealias ID = Identifier<Person> }
package enum Lesson { package typealias ID = Identifier<Lesson> }
/// One trainee (or room) playing one lesson on one device, from token to close.
package enum ViewingSession { package typealias ID = Identifier<ViewingSession> }
/// One collective viewing: a study group before one projector, from opening to the last signature.
package enum Room { package typealias ID = Identifier<Room> }
